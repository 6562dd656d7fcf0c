package io.teamflow.cluster.system;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * A request with something wrong somewhere; mostly, for what looks wrong may be right.
 *
 * @param body its bytes, as the characters of ISO 8859-1; empty for none
 */
record FuzzRequest(String method, String path, Map<String, String> headers, String body) {
  private static final List<String> TYPES =
      List.of(
          "text/plain",
          "application/xml",
          "application/x-www-form-urlencoded",
          "multipart/form-data; boundary=x",
          "multipart/form-data",
          "application/json; charset=utf-16",
          "application/json;;;",
          "application/json/json",
          ";",
          "*/*",
          "");
  private static final List<String> NO_VERSIONS =
      List.of(
          "\"0\"",
          "\"-1\"",
          "W/\"1\"",
          "*",
          "1",
          "\"",
          "\"\"",
          "",
          ",,,",
          "\"1\", \"2\"",
          "\"999999999999999999\"",
          "\"9223372036854775808\"",
          "\"1'--\"",
          "\"" + "9".repeat(2_000) + "\"",
          "\u00e9");
  private static final List<String> VERSIONS =
      Stream.concat(Stream.of("\"1\"", "\"2\"", "\"3\""), NO_VERSIONS.stream()).toList();
  private static final List<String> KEYS =
      List.of(
          "",
          " ",
          "k",
          "k".repeat(255),
          "k".repeat(256),
          "k".repeat(3_000),
          "a b",
          "'--",
          "\u00e9",
          "\t");
  private static final List<String> LIMITS =
      List.of(
          "",
          "0",
          "-1",
          "1",
          "200",
          "201",
          "1e2",
          "+5",
          "0x10",
          "2147483648",
          "99999999999999999999",
          "%00",
          "NaN");
  private static final List<Map.Entry<String, List<String>>> OTHERS =
      List.of(
          Map.entry(
              "Authorization",
              List.of(
                  "",
                  "Bearer",
                  "Bearer x.y.z",
                  "Basic YTpi",
                  "Bearer " + "A".repeat(4_000),
                  "Bearer tfp_'--")),
          Map.entry(
              "traceparent",
              List.of(
                  "",
                  "00-zz",
                  "00-" + "0".repeat(32) + "-" + "0".repeat(16) + "-00",
                  "ff".repeat(300))),
          Map.entry(
              "X-Forwarded-For",
              List.of("", "not an address", "::1%lo", "1.2.3.4,".repeat(200), "999.1.1.1")),
          Map.entry("Accept", List.of("image/png", "", "q=;,;")),
          Map.entry("Accept-Encoding", List.of("gzip", "br;q=2", "")),
          Map.entry("Content-Encoding", List.of("gzip", "deflate", "x")),
          Map.entry(
              "Cookie",
              List.of("teamflow_refresh=", "=;=;", "teamflow_refresh=\"'--\"", "a".repeat(4_000))),
          Map.entry("Origin", List.of("null", "https://evil.example.org", "")),
          Map.entry("Range", List.of("bytes=0-", "bytes=5-1")),
          Map.entry("If-None-Match", List.of("*", "\"1\"", "", "\"".repeat(1_000), "W/\"x\"")),
          Map.entry("User-Agent", List.of("", "\u00e9", "x".repeat(3_000))),
          Map.entry("Last-Event-ID", List.of("", "x", "0:0", "a:-1", ":", "9".repeat(500))),
          Map.entry("X-HTTP-Method-Override", List.of("DELETE", "TRACE")));

  /** The request that this randomness makes of an operation. */
  static FuzzRequest of(
      Operation operation, JsonNode schema, FuzzValues values, RandomGenerator random) {
    Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    String body = "";
    if (!schema.isMissingNode() || random.nextInt(10) == 0) {
      byte[] bytes = body(values.object(schema, random), values, random);
      body = new String(bytes, StandardCharsets.ISO_8859_1);
      headers.put("Content-Type", "application/json");
    }
    if (random.nextInt(12) == 0) {
      headers.put("Content-Type", FuzzValues.pick(TYPES, random));
    }
    if (operation.headers().contains("If-Match") && random.nextInt(10) > 0) {
      headers.put("If-Match", FuzzValues.pick(ends(operation) ? NO_VERSIONS : VERSIONS, random));
    }
    if (operation.headers().contains("Idempotency-Key") && random.nextInt(4) == 0) {
      headers.put("Idempotency-Key", FuzzValues.pick(KEYS, random));
    }
    if (random.nextInt(8) == 0) {
      Map.Entry<String, List<String>> other = FuzzValues.pick(OTHERS, random);
      headers.put(other.getKey(), FuzzValues.pick(other.getValue(), random));
    }
    String path = path(operation, values, random) + query(operation, values, random);
    return new FuzzRequest(operation.method(), path, headers, body);
  }

  /** Whether others would find nothing left if it succeeded. */
  private static boolean ends(Operation operation) {
    return operation.method().equals("DELETE") || operation.id().equals("patchProject");
  }

  private static String path(Operation operation, FuzzValues values, RandomGenerator random) {
    StringBuilder path = new StringBuilder();
    for (String segment : operation.path().substring(1).split("/", -1)) {
      path.append('/');
      path.append(
          segment.startsWith("{")
              ? encoded(values.id(kind(operation, segment), random), random)
              : segment);
    }
    return path.toString();
  }

  private static String kind(Operation operation, String segment) {
    return switch (segment) {
      case "{id}" -> operation.kind();
      case "{userId}" -> "user";
      default -> segment.substring(1, segment.length() - 1);
    };
  }

  private static String query(Operation operation, FuzzValues values, RandomGenerator random) {
    List<String> parameters = new ArrayList<>();
    for (String name : operation.query()) {
      while (random.nextInt(3) > 0 && parameters.size() < 6) {
        boolean number = name.equals("limit") || name.equals("before");
        parameters.add(
            name
                + "="
                + (number && random.nextInt(4) > 0
                    ? FuzzValues.pick(LIMITS, random)
                    : encoded(values.text(random), random)));
      }
    }
    if (random.nextInt(20) == 0) {
      parameters.add(
          FuzzValues.pick(
              List.of("a", "=", "&&", "%00=%00", "limit", "cursor[]=1", "%FF=%C0%AF"), random));
    }
    return parameters.isEmpty() ? "" : "?" + String.join("&", parameters);
  }

  /** Percent-encoded, at times as what is no UTF-8; no longer than a request line may be. */
  private static String encoded(String text, RandomGenerator random) {
    String some = text.substring(0, Math.min(text.length(), 200));
    return random.nextInt(15) == 0
        ? FuzzValues.pick(
            List.of("%FF", "%ED%A0%80", "%C0%AF", "%00", "%2e%2e%2f", "%25%30%30", ";a=b", "."),
            random)
        : URLEncoder.encode(some, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static byte[] body(String json, FuzzValues values, RandomGenerator random) {
    byte[] whole = json.getBytes(StandardCharsets.UTF_8);
    String members =
        json.startsWith("{") && json.length() > 2
            ? json.substring(1, json.length() - 1)
            : "\"a\":1";
    return switch (random.nextInt(40)) {
      case 0 -> new byte[0];
      case 1, 2 -> Arrays.copyOf(whole, random.nextInt(whole.length + 1));
      case 3 ->
          (json + FuzzValues.pick(List.of("}", ",", json, "\u0000", "x"), random))
              .getBytes(StandardCharsets.UTF_8);
      case 4, 5 -> ("{" + members + "," + members + "}").getBytes(StandardCharsets.UTF_8);
      case 6, 7 ->
          ("{"
                  + members
                  + ","
                  + FuzzValues.quoted(values.text(random))
                  + ":"
                  + values.bad(random)
                  + "}")
              .getBytes(StandardCharsets.UTF_8);
      case 8 -> ("[" + json + "]").getBytes(StandardCharsets.UTF_8);
      case 9 -> FuzzValues.nested(10_000, random).getBytes(StandardCharsets.UTF_8);
      case 10 -> "{\"a\":".repeat(10_000).getBytes(StandardCharsets.UTF_8);
      case 11 -> json.getBytes(StandardCharsets.UTF_16);
      case 12 -> ("\uFEFF" + json).getBytes(StandardCharsets.UTF_8);
      case 13, 14 -> damaged(whole, random);
      case 15 -> values.bad(random).getBytes(StandardCharsets.UTF_8);
      case 16 -> ("{" + "\"a\":1,".repeat(5_000) + members + "}").getBytes(StandardCharsets.UTF_8);
      case 17 ->
          (random.nextInt(5) == 0 ? "\"" + "x".repeat(1_100_000) + "\"" : " ".repeat(5_000) + json)
              .getBytes(StandardCharsets.UTF_8);
      default -> whole;
    };
  }

  private static byte[] damaged(byte[] bytes, RandomGenerator random) {
    byte[] damaged = Arrays.copyOf(bytes, bytes.length);
    for (int i = 0; i < damaged.length && i < 3; i++) {
      damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
    }
    return damaged;
  }

  @Override
  public String toString() {
    String told = method + " " + path + " " + headers + " " + body;
    return told.length() > 600 ? told.substring(0, 600) + "… (" + body.length() + " bytes)" : told;
  }
}
