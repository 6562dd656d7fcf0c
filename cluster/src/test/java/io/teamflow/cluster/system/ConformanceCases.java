package io.teamflow.cluster.system;

import static io.teamflow.cluster.system.ConformanceCase.chopped;
import static io.teamflow.cluster.system.ConformanceCase.ends;
import static io.teamflow.cluster.system.ConformanceCase.fragments;
import static io.teamflow.cluster.system.ConformanceCase.joined;
import static io.teamflow.cluster.system.ConformanceCase.ping;
import static io.teamflow.cluster.system.ConformanceCase.pong;
import static io.teamflow.cluster.system.ConformanceCase.well;
import static io.teamflow.cluster.system.RawFrame.BINARY;
import static io.teamflow.cluster.system.RawFrame.CLOSE;
import static io.teamflow.cluster.system.RawFrame.CONTINUATION;
import static io.teamflow.cluster.system.RawFrame.FINAL;
import static io.teamflow.cluster.system.RawFrame.PING;
import static io.teamflow.cluster.system.RawFrame.PONG;
import static io.teamflow.cluster.system.RawFrame.TEXT;
import static io.teamflow.cluster.system.RawFrame.bytes;
import static io.teamflow.cluster.system.RawFrame.close;
import static io.teamflow.cluster.system.RawFrame.text;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The cases of the Autobahn test suite that apply to a server that speaks JSON without compression;
 * its families 12 and 13 are about compression. Where RFC 6455 leaves a choice the case says what
 * is chosen here.
 */
final class ConformanceCases {
  /** {@code limits.frame-bytes} by default. */
  private static final int MAX = 65_536;

  private static final byte[] NOTHING = {};

  private ConformanceCases() {}

  static Stream<ConformanceCase> all() {
    return Stream.of(
            framing(),
            pings(),
            reserved(),
            fragmentation(),
            ConformanceTexts.all(),
            closing(),
            limits())
        .flatMap(s -> s);
  }

  private static Stream<ConformanceCase> framing() {
    byte[] big = bytes(FINAL | TEXT, ping("1", MAX));
    return Stream.concat(
        IntStream.of(0, 125, 126, 127, 128, 65_535, MAX)
            .mapToObj(
                length ->
                    length == 0
                        ? ends("1.1.1 an empty text is no JSON", List.of(text("")), "close 4503")
                        : well(
                            "1.1 a text of " + length + " bytes",
                            List.of(bytes(FINAL | TEXT, ping("1", length))),
                            pong("1"))),
        Stream.of(
            well("1.1.8 a text in pieces of 997 bytes", chopped(List.of(big), 997), pong("1")),
            ends(
                "1.2 binary: a type it cannot take, with the code of its own contract",
                List.of(bytes(FINAL | BINARY, ping("1"))),
                "close 4503"),
            ends(
                "1.2.1 an empty binary message, likewise",
                List.of(bytes(FINAL | BINARY, NOTHING)),
                "close 4503"),
            ends(
                "5.2 of the RFC: the length has its shortest form, of two bytes",
                List.of(bytes(FINAL | TEXT, 126, 125, true, ping("1", 125))),
                "close 1002"),
            ends(
                "5.2 of the RFC: the length has its shortest form, of eight bytes",
                List.of(bytes(FINAL | TEXT, 127, 65_535, true, ping("1", 65_535))),
                "close 1002"),
            ends(
                "5.2 of the RFC: a length has 63 bits",
                List.of(bytes(FINAL | TEXT, 127, Long.MIN_VALUE + 70_000, true, NOTHING)),
                "close 1002"),
            ends(
                "5.1 of the RFC: a client masks its messages",
                List.of(bytes(FINAL | TEXT, 21, 0, false, ping("1"))),
                "close 1002"),
            ends(
                "5.1 of the RFC: a client masks its pings",
                List.of(bytes(FINAL | PING, 0, 0, false, NOTHING)),
                "close 1002"),
            ends(
                "5.1 of the RFC: a client masks its closes",
                List.of(bytes(FINAL | CLOSE, 0, 0, false, NOTHING)),
                "close 1002")));
  }

  private static Stream<ConformanceCase> pings() {
    byte[] hello = bytes(FINAL | PING, RawFrame.utf8("Hello"));
    byte[] odd = {0, (byte) 0xFF, (byte) 0xFE, (byte) 0xFD, (byte) 0xFC, 0};
    byte[] long125 = new byte[125];
    List<byte[]> ten =
        IntStream.range(0, 10)
            .mapToObj(i -> bytes(FINAL | PING, RawFrame.utf8("payload-" + i)))
            .toList();
    String[] tenPongs =
        IntStream.range(0, 10).mapToObj(i -> "pong payload-" + i).toArray(String[]::new);
    byte[] unasked = bytes(FINAL | PONG, RawFrame.utf8("unasked"));
    return Stream.of(
        well("2.1 a ping without payload", List.of(bytes(FINAL | PING, NOTHING)), "pong "),
        well("2.2 a ping with payload", List.of(hello), "pong Hello"),
        well(
            "2.3 a ping with bytes that are no text",
            List.of(bytes(FINAL | PING, odd)),
            "pong \0\u00FF\u00FE\u00FD\u00FC\0"),
        well(
            "2.4 a ping of 125 bytes",
            List.of(bytes(FINAL | PING, long125)),
            "pong " + "\0".repeat(125)),
        ends(
            "2.5 a ping of 126 bytes is too long",
            List.of(bytes(FINAL | PING, new byte[126])),
            "close 1002"),
        well("2.6 a ping byte by byte", chopped(List.of(hello), 1), "pong Hello"),
        well("2.7 a pong without payload", List.of(bytes(FINAL | PONG, NOTHING))),
        well("2.8 a pong with payload", List.of(unasked)),
        well("2.9 a pong, then a ping", List.of(unasked, hello), "pong Hello"),
        well("2.10 ten pings", ten, tenPongs),
        well("2.11 ten pings byte by byte", chopped(ten, 1), tenPongs));
  }

  private static Stream<ConformanceCase> reserved() {
    List<ConformanceCase> cases = new ArrayList<>();
    for (int rsv = 1; rsv <= 7; rsv++) {
      int bits = rsv << 4;
      cases.add(
          ends(
              "3.1 text with the reserved bits " + rsv,
              List.of(
                  text("{\"op\":\"ping\",\"id\":\"1\"}"), bytes(FINAL | bits | TEXT, ping("2"))),
              pong("1"),
              "close 1002"));
      cases.add(
          ends(
              "3.6 a ping with the reserved bits " + rsv,
              List.of(bytes(FINAL | bits | PING, NOTHING)),
              "close 1002"));
      cases.add(
          ends(
              "3.7 a close with the reserved bits " + rsv,
              List.of(bytes(FINAL | bits | CLOSE, NOTHING)),
              "close 1002"));
    }
    for (int opcode : new int[] {3, 4, 5, 6, 7, 11, 12, 13, 14, 15}) {
      String family = opcode < 8 ? "4.1 the data opcode " : "4.2 the control opcode ";
      cases.add(
          ends(
              family + opcode,
              List.of(
                  bytes(FINAL | TEXT, ping("1")),
                  bytes(FINAL | opcode, ping("2")),
                  bytes(FINAL | PING, NOTHING)),
              pong("1"),
              "close 1002"));
      cases.add(
          ends(
              family + opcode + " without payload",
              List.of(bytes(FINAL | opcode, NOTHING)),
              "close 1002"));
    }
    return cases.stream();
  }

  private static Stream<ConformanceCase> fragmentation() {
    List<byte[]> two = fragments(ping("1"), 11);
    byte[] hello = bytes(FINAL | PING, RawFrame.utf8("Hello"));
    List<byte[]> pingBetween = List.of(two.get(0), hello, two.get(1));
    byte[] loose = bytes(FINAL | CONTINUATION, ping("2"));
    byte[] looseBegin = bytes(CONTINUATION, ping("2"));
    byte[] whole = bytes(FINAL | TEXT, ping("2"));
    List<byte[]> five = new ArrayList<>();
    for (byte[] fragment : fragments(ping("1"), 5)) {
      five.add(fragment);
      five.add(hello);
    }
    List<String> fivePongs = new ArrayList<>(Collections.nCopies(five.size() / 2, "pong Hello"));
    fivePongs.add(fivePongs.size() - 1, pong("1"));
    return Stream.of(
        ends("5.1 a ping in fragments", List.of(bytes(PING, NOTHING)), "close 1002"),
        ends("5.2 a pong in fragments", List.of(bytes(PONG, NOTHING)), "close 1002"),
        well("5.3 a text in two fragments", two, pong("1")),
        well("5.4 both at once", List.of(joined(two)), pong("1")),
        well("5.5 both byte by byte", chopped(two, 1), pong("1")),
        well("5.6 a ping between", pingBetween, "pong Hello", pong("1")),
        well("5.7 the same at once", List.of(joined(pingBetween)), "pong Hello", pong("1")),
        well("5.8 the same byte by byte", chopped(pingBetween, 1), "pong Hello", pong("1")),
        ends("5.9 a last fragment of nothing", List.of(loose, whole), "close 1002"),
        ends("5.10 the same at once", List.of(joined(List.of(loose, whole))), "close 1002"),
        ends("5.11 the same byte by byte", chopped(List.of(loose), 1), "close 1002"),
        ends("5.12 a fragment of nothing", List.of(looseBegin, whole), "close 1002"),
        ends("5.13 the same at once", List.of(joined(List.of(looseBegin, whole))), "close 1002"),
        ends("5.14 the same byte by byte", chopped(List.of(looseBegin), 1), "close 1002"),
        ends(
            "5.15 a text in fragments, then one of nothing",
            List.of(two.get(0), two.get(1), loose),
            pong("1"),
            "close 1002"),
        ends("5.16 a fragment of nothing first", List.of(looseBegin, two.get(0)), "close 1002"),
        ends("5.18 a text within a text", List.of(two.get(0), whole), "close 1002"),
        ends(
            "5.18 binary within a text",
            List.of(two.get(0), bytes(FINAL | BINARY, NOTHING)),
            "close 1002"),
        well("5.19 pings between five fragments", five, fivePongs.toArray(String[]::new)),
        well(
            "5.20 fragments without payload",
            List.of(
                bytes(TEXT, NOTHING),
                bytes(CONTINUATION, ping("1")),
                bytes(FINAL | CONTINUATION, NOTHING)),
            pong("1")));
  }

  private static Stream<ConformanceCase> closing() {
    byte[] done = close(1000, NOTHING);
    byte[] whole = bytes(FINAL | TEXT, ping("1"));
    Stream<ConformanceCase> order =
        Stream.of(
            ends("7.1.1 a text, then a close", List.of(whole, done), pong("1"), "close 1000"),
            ends("7.1.2 two closes", List.of(joined(List.of(done, done))), "close 1000"),
            ends(
                "7.1.3 a ping behind the close",
                List.of(joined(List.of(done, bytes(FINAL | PING, NOTHING)))),
                "close 1000"),
            ends("7.1.4 a text behind it", List.of(joined(List.of(done, whole))), "close 1000"),
            ends(
                "7.1.5 a close between fragments",
                List.of(joined(List.of(bytes(TEXT, ping("1")), done, bytes(FINAL, ping("2"))))),
                "close 1000"),
            ends("7.3.1 without a code", List.of(bytes(FINAL | CLOSE, NOTHING)), "close 1000"),
            ends(
                "7.3.2 with half a code",
                List.of(bytes(FINAL | CLOSE, new byte[] {3})),
                "close 1002"),
            ends("7.3.4 with a reason", List.of(close(1000, RawFrame.utf8("Bye"))), "close 1000"),
            ends(
                "7.3.5 with a reason of 123 bytes",
                List.of(close(1000, new byte[123])),
                "close 1000"),
            ends(
                "7.3.6 with a reason of 124 bytes",
                List.of(close(1000, new byte[124])),
                "close 1002"),
            ends(
                "7.5.1 with a reason that is no UTF-8",
                List.of(
                    close(1000, new byte[] {(byte) 0xCE, (byte) 0xBA, (byte) 0xED, (byte) 0xA0})),
                "close 1007"));
    Stream<ConformanceCase> codes =
        IntStream.of(1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 3000, 3999, 4000, 4999)
            .mapToObj(
                code ->
                    ends("7.7 the code " + code, List.of(close(code, NOTHING)), "close " + code));
    Stream<ConformanceCase> wrong =
        IntStream.of(0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2000, 2999)
            .mapToObj(
                code ->
                    ends(
                        "7.9 the wrong code " + code, List.of(close(code, NOTHING)), "close 1002"));
    return Stream.of(order, codes, wrong).flatMap(s -> s);
  }

  private static Stream<ConformanceCase> limits() {
    byte[] most = ping("1", MAX);
    Stream<ConformanceCase> fragmented =
        IntStream.of(64, 256, 1_024, 4_096, 16_384, 1_300)
            .mapToObj(
                size ->
                    well(
                        "9.3 the longest text in fragments of " + size + " bytes",
                        List.of(joined(fragments(most, size))),
                        pong("1")));
    Stream<ConformanceCase> pieces =
        IntStream.of(64, 128, 256, 512, 1_024, 2_048)
            .mapToObj(
                size ->
                    well(
                        "9.5 the longest text in pieces of " + size + " bytes",
                        chopped(List.of(bytes(FINAL | TEXT, most)), size),
                        pong("1")));
    List<byte[]> thousand = Collections.nCopies(1_000, bytes(FINAL | TEXT, ping("1", 64)));
    Stream<ConformanceCase> others =
        Stream.of(
            well(
                "9.7 a thousand texts",
                thousand,
                Collections.nCopies(1_000, pong("1")).toArray(String[]::new)),
            ends(
                "9.1 a text that is longer than may be",
                List.of(bytes(FINAL | TEXT, ping("1", MAX + 1))),
                "close 1009"),
            ends(
                "9.1 a text that says so and never comes",
                List.of(bytes(FINAL | TEXT, 127, Long.MAX_VALUE, true, NOTHING)),
                "close 1009"),
            ends(
                "9.3 fragments that are longer together than may be",
                fragments(ping("1", MAX + 1), 16_384),
                "close 1009"));
    return Stream.of(fragmented, pieces, others).flatMap(s -> s);
  }
}
