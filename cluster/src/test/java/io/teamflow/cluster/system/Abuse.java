package io.teamflow.cluster.system;

import static io.teamflow.cluster.system.RawFrame.BINARY;
import static io.teamflow.cluster.system.RawFrame.CLOSE;
import static io.teamflow.cluster.system.RawFrame.CONTINUATION;
import static io.teamflow.cluster.system.RawFrame.FINAL;
import static io.teamflow.cluster.system.RawFrame.PING;
import static io.teamflow.cluster.system.RawFrame.TEXT;

import io.teamflow.driver.ApiClient;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;

/** Something that no client should send to a socket, and what must come of it. */
final class Abuse {
  /** The socket stays open. */
  static final int ANSWERED = 0;

  private static final int FRAME_BYTES = 4_096;
  private static final int BROKEN = 1002;
  private static final int NOT_UTF8 = 1007;
  private static final int TOO_BIG = 1009;
  private static final int PROTOCOL = 4502;
  private static final int BAD_FRAME = 4503;
  private static final List<String> OPS =
      List.of("subscribe", "unsubscribe", "send", "typing", "token", "ping", "nonsense", "");

  /** What the node of the test takes at most. */
  static final Map<String, String> SETTINGS =
      Map.of(
          "TEAMFLOW_LIMITS_FRAME_BYTES",
          Integer.toString(FRAME_BYTES),
          "TEAMFLOW_LIMITS_FRAMES_PER_MINUTE",
          Integer.toString(Abuse.FRAMES),
          "TEAMFLOW_LIMITS_REQUESTS_PER_MINUTE",
          "1000000",
          "TEAMFLOW_LIMITS_SOCKETS_PER_USER",
          "1000000");

  static final int FRAMES = 100;

  private final String kind;
  private final byte[] bytes;
  private final int outcome;

  private Abuse(String kind, byte[] bytes, int outcome) {
    this.kind = kind;
    this.bytes = bytes;
    this.outcome = outcome;
  }

  /** What is wrong with it. */
  String kind() {
    return kind;
  }

  /** What to send at once. */
  byte[] bytes() {
    return bytes;
  }

  /** A code of a close, or {@link #ANSWERED} with error frames alone. */
  int outcome() {
    return outcome;
  }

  /** One at random, to a socket that has identified itself. */
  static Abuse any(SplittableRandom random) {
    return switch (random.nextInt(16)) {
      case 0 -> notUtf8(random);
      case 1 -> fragments(random);
      case 2 -> new Abuse("big frame", frame(TEXT, noise(random, FRAME_BYTES + 1)), TOO_BIG);
      case 3 -> bigMessage(random);
      case 4 -> json("op", Map.of("op", "op" + random.nextInt()), ANSWERED);
      case 5 -> wrongType(random);
      case 6 -> wrongShape(random);
      case 7 -> nested(random);
      case 8 -> new Abuse("binary", frame(BINARY, noise(random, random.nextInt(200))), BAD_FRAME);
      case 9 -> unmasked(random);
      case 10 -> reserved(random);
      case 11 -> length(random);
      case 12 -> flood(random);
      case 13 -> close(random);
      case 14 -> json("identify again", Map.of("op", "identify"), PROTOCOL);
      default -> cut(random);
    };
  }

  private static Abuse notUtf8(SplittableRandom random) {
    byte[] text = RawFrame.utf8("{\"op\":\"ping\",\"id\":\"" + "x".repeat(20) + "\"}");
    int at = 19 + random.nextInt(20);
    int[] never = {0x80, 0xBF, 0xC0, 0xC1, 0xF5, 0xFE, 0xFF, 0xE2, 0xF0};
    text[at] = (byte) never[random.nextInt(never.length)];
    return new Abuse("bad UTF-8", frame(TEXT, text), NOT_UTF8);
  }

  /** Right ones, with control frames between, or in a wrong order. */
  private static Abuse fragments(SplittableRandom random) {
    byte[] part = RawFrame.utf8("{\"op\":");
    byte[] ping = frame(PING, noise(random, random.nextInt(126)));
    byte[] begin = RawFrame.bytes(TEXT, part);
    return switch (random.nextInt(5)) {
      case 0 ->
          of(
              "fragments",
              ANSWERED,
              begin,
              ping,
              RawFrame.bytes(CONTINUATION, RawFrame.utf8("\"x\"")),
              ping,
              frame(CONTINUATION, RawFrame.utf8("}")));
      case 1 -> of("text within a text", BROKEN, begin, ping, begin);
      case 2 -> of("no beginning", BROKEN, ping, frame(CONTINUATION, part));
      case 3 -> of("control in fragments", BROKEN, begin, RawFrame.bytes(PING, new byte[0]));
      default -> of("half a JSON", BAD_FRAME, begin, ping, frame(CONTINUATION, part));
    };
  }

  private static Abuse bigMessage(SplittableRandom random) {
    byte[] part = noise(random, FRAME_BYTES / 2 + 1);
    return of("big message", TOO_BIG, RawFrame.bytes(TEXT, part), frame(CONTINUATION, part));
  }

  /** What an op needs is another type than it must be. */
  private static Abuse wrongType(SplittableRandom random) {
    Object wrong = value(random);
    String op = OPS.get(random.nextInt(4));
    String channel = random.nextBoolean() ? "project:" + UUID.randomUUID() : "x" + wrong;
    Object d =
        random.nextBoolean()
            ? wrong
            : Map.of("since", wrong, "body", wrong, "clientId", wrong, "replyTo", wrong);
    return json("wrong type", Map.of("op", op, "ch", channel, "d", d), ANSWERED);
  }

  private static Object value(SplittableRandom random) {
    return switch (random.nextInt(7)) {
      case 0 -> random.nextLong();
      case 1 -> random.nextDouble();
      case 2 -> random.nextBoolean();
      case 3 -> List.of(1, "two", Map.of());
      case 4 -> Map.of("epoch", random.nextInt(), "seq", "x");
      case 5 -> "\u0000\ud800 \udbff' OR 1=1 --";
      default -> "";
    };
  }

  /** No frame of ours at all: a list, a text, a member that there is not. */
  private static Abuse wrongShape(SplittableRandom random) {
    String[] texts = {
      "",
      " ",
      "[]",
      "null",
      "1",
      "\"ping\"",
      "{",
      "{}",
      "{\"op\":null}",
      "{\"op\":7}",
      "{\"op\":\"ping\",\"x\":1}",
      "{\"op\":\"ping\",\"op\":\"ping\"}",
      "{\"op\":\"ping\"}{}",
      "{\"op\":\"ping\",\"id\":1.5}",
      "{\"op\":\"ping\",\"id\":{}}",
      "{\"op\":\"ping\",\"ch\":7}",
      "{'op':'ping'}",
      "{\"op\":\"ping\"",
      "GET / HTTP/1.1\r\n\r\n",
      "{\"op\":\"ping\",\"id\":\"" + "x".repeat(65) + "\"}",
      "{\"op\":\"ping\",\"id\":" + "9".repeat(1_001) + "}"
    };
    String text = texts[random.nextInt(texts.length)];
    return new Abuse("no frame of ours: " + text, RawFrame.text(text), BAD_FRAME);
  }

  private static Abuse nested(SplittableRandom random) {
    int depth = 33 + random.nextInt(900);
    String d = random.nextBoolean() ? "[".repeat(depth) + "]".repeat(depth) : "[".repeat(depth);
    return new Abuse("nested", RawFrame.text("{\"op\":\"send\",\"d\":" + d + "}"), BAD_FRAME);
  }

  private static Abuse unmasked(SplittableRandom random) {
    byte[] text = noise(random, random.nextInt(100));
    int opcode = new int[] {TEXT, PING, CLOSE, BINARY}[random.nextInt(4)];
    return new Abuse(
        "unmasked", RawFrame.bytes(FINAL | opcode, text.length, 0, false, text), BROKEN);
  }

  private static Abuse reserved(SplittableRandom random) {
    int bits = random.nextInt(8) << 4;
    int opcode = random.nextInt(16);
    boolean known = opcode <= BINARY || (opcode >= CLOSE && opcode <= RawFrame.PONG);
    return bits == 0 && known
        ? reserved(random)
        : new Abuse(
            "reserved " + bits + "/" + opcode,
            RawFrame.bytes(FINAL | bits | opcode, noise(random, random.nextInt(100))),
            BROKEN);
  }

  /** The length is not what follows, or has not its shortest form. */
  private static Abuse length(SplittableRandom random) {
    byte[] some = noise(random, random.nextInt(50));
    int first = FINAL | TEXT;
    return switch (random.nextInt(4)) {
      case 0 ->
          of("long length", BROKEN, RawFrame.bytes(first, 126, random.nextInt(126), true, some));
      case 1 ->
          of(
              "longer length",
              BROKEN,
              RawFrame.bytes(first, 127, random.nextInt(65_536), true, some));
      case 2 ->
          of(
              "negative length",
              BROKEN,
              RawFrame.bytes(first, 127, Long.MIN_VALUE | random.nextLong(), true, some));
      default ->
          of(
              "huge length",
              TOO_BIG,
              RawFrame.bytes(first, 127, random.nextLong(1 << 20, Long.MAX_VALUE), true, some));
    };
  }

  /** More frames than a socket may send, of any kind. */
  private static Abuse flood(SplittableRandom random) {
    byte[] one =
        switch (random.nextInt(3)) {
          case 0 -> RawFrame.text("{\"op\":\"ping\"}");
          case 1 -> frame(PING, new byte[0]);
          default -> frame(RawFrame.PONG, new byte[0]);
        };
    byte[][] all = new byte[FRAMES + 1][];
    Arrays.fill(all, one);
    return of("flood", 4008, all);
  }

  private static Abuse close(SplittableRandom random) {
    int[] never = {0, 1, 999, 1004, 1005, 1006, 1015, 1016, 2999};
    return random.nextBoolean()
        ? new Abuse(
            "close", RawFrame.close(never[random.nextInt(never.length)], noise(random, 5)), BROKEN)
        : new Abuse("close", frame(CLOSE, new byte[] {(byte) random.nextInt()}), BROKEN);
  }

  /** A good frame with one byte of its text gone. */
  private static Abuse cut(SplittableRandom random) {
    String text = "{\"op\":\"ping\"}";
    int at = new int[] {0, 1, 4, 5, 6, 11, 12}[random.nextInt(7)];
    return new Abuse(
        "a byte gone at " + at,
        RawFrame.text(text.substring(0, at) + text.substring(at + 1)),
        BAD_FRAME);
  }

  private static Abuse json(String kind, Map<String, ?> frame, int outcome) {
    return new Abuse(kind + " " + frame, RawFrame.text(ApiClient.write(frame)), outcome);
  }

  private static Abuse of(String kind, int outcome, byte[]... frames) {
    return new Abuse(kind, ConformanceCase.joined(List.of(frames)), outcome);
  }

  private static byte[] frame(int opcode, byte[] payload) {
    return RawFrame.bytes(FINAL | opcode, payload);
  }

  private static byte[] noise(SplittableRandom random, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (' ' + random.nextInt(90));
    }
    return bytes;
  }
}
