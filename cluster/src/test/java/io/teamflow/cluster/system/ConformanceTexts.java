package io.teamflow.cluster.system;

import static io.teamflow.cluster.system.RawFrame.CONTINUATION;
import static io.teamflow.cluster.system.RawFrame.FINAL;
import static io.teamflow.cluster.system.RawFrame.PING;
import static io.teamflow.cluster.system.RawFrame.TEXT;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Family 6 of the Autobahn test suite: texts that are UTF-8, and texts that are not. */
final class ConformanceTexts {
  private static final List<String> VALID =
      List.of(
          "Hello-\u00b5@\u00df\u00f6\u00e4\u00fc\u00e0\u00e1-UTF-8!!",
          "\u03ba\u1f79\u03c3\u03bc\u03b5",
          "\u007f",
          "\u0080",
          "\u07ff",
          "\u0800",
          "\ud7ff",
          "\ue000",
          "\uffef",
          "\ufffd",
          "\ufffe", // no character, but valid
          "\uffff",
          Character.toString(0x10000),
          Character.toString(0x1F600),
          Character.toString(0x1FFFE),
          Character.toString(0x10FFFF));

  /** In hexadecimal, as they would stand in the id. */
  private static final List<String> INVALID =
      List.of(
          "80",
          "bf",
          "8080",
          "80bf80bf80bf80",
          "c0",
          "c0af", // overlong
          "c180",
          "c1bf",
          "c3",
          "ce20",
          "e0",
          "e080af",
          "e09fbf",
          "e180",
          "eda080", // half of a surrogate pair
          "edbfbf",
          "eda080edb080", // both halves
          "f08080af",
          "f08fbfbf",
          "f0908d",
          "f4908080", // beyond U+10FFFF
          "f5808080",
          "f7bfbfbf",
          "f888808080", // five bytes
          "fbbfbfbfbf",
          "fc8480808080", // six bytes
          "fdbfbfbfbfbf",
          "fe",
          "ff",
          "fefeffff",
          "cebae1bdb9cf83cebceda080656469746564");

  private ConformanceTexts() {}

  static Stream<ConformanceCase> all() {
    return Stream.concat(
        VALID.stream().flatMap(ConformanceTexts::valid),
        INVALID.stream().flatMap(ConformanceTexts::invalid));
  }

  private static Stream<ConformanceCase> valid(String id) {
    byte[] ping = ConformanceCase.ping(id);
    String code = HexFormat.of().formatHex(RawFrame.utf8(id));
    String pong = ConformanceCase.pong(id);
    byte[] between = RawFrame.bytes(FINAL | PING, new byte[0]);
    int middle = RawFrame.utf8("{\"op\":\"ping\",\"id\":\"").length + 1;
    return Stream.of(
        ConformanceCase.well(
            "6.1 the text " + code, List.of(RawFrame.bytes(FINAL | TEXT, ping)), pong),
        ConformanceCase.well(
            "6.2 a fragment for each byte of " + code, ConformanceCase.fragments(ping, 1), pong),
        ConformanceCase.well(
            "6.2 a ping within " + code,
            List.of(
                RawFrame.bytes(TEXT, Arrays.copyOf(ping, middle)),
                between,
                RawFrame.bytes(
                    FINAL | CONTINUATION, Arrays.copyOfRange(ping, middle, ping.length))),
            "pong ",
            pong));
  }

  /** When it is told, at once or at the end of the message, is the server's choice: the end. */
  private static Stream<ConformanceCase> invalid(String code) {
    byte[] head = RawFrame.utf8("{\"op\":\"ping\",\"id\":\"");
    byte[] wrong = HexFormat.of().parseHex(code);
    byte[] tail = RawFrame.utf8("\"}");
    byte[] text = ConformanceCase.joined(List.of(head, wrong, tail));
    return Stream.of(
        ConformanceCase.ends(
            "6.6 the wrong text " + code,
            List.of(RawFrame.bytes(FINAL | TEXT, text)),
            "close 1007"),
        ConformanceCase.ends(
            "6.3 a fragment for each byte of " + code,
            ConformanceCase.fragments(text, 1),
            "close 1007"),
        ConformanceCase.ends(
            "6.4 the wrong text " + code + " within right fragments",
            List.of(
                RawFrame.bytes(TEXT, head),
                RawFrame.bytes(CONTINUATION, wrong),
                RawFrame.bytes(FINAL | CONTINUATION, tail)),
            "close 1007"));
  }
}
