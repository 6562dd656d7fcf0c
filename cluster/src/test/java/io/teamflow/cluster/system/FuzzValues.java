package io.teamflow.cluster.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Values as JSON text: such as a schema asks for, and such as nobody wants. */
final class FuzzValues {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Texts, not yet quoted; what JSON can only say with an escape is in {@link #ESCAPED}. */
  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "a",
          "\t\r\n",
          "\u0000",
          "a\u0000b",
          "\u0007\u001b[31m",
          "\uFEFF",
          "\u202Egnp.exe",
          "\u200B\u200D\uFE0F",
          "\uFFFE\uFFFF",
          "e" + "\u0301".repeat(500),
          "👩‍👩‍👧‍👦".repeat(30),
          "𝕊",
          "İıſK",
          "x".repeat(101),
          "x".repeat(201),
          "x".repeat(20_001),
          "☃".repeat(20_000),
          "'; DROP TABLE task; --",
          "' OR '1'='1",
          "\\'; SELECT pg_sleep(9); --",
          "$$ || pg_sleep(9) || $$",
          "%_%",
          "\\",
          "\"",
          "${jndi:ldap://127.0.0.1/x}",
          "{{7*7}}",
          "<script>alert(1)</script>",
          "../../../etc/passwd",
          "..%2f..%2f",
          "%00",
          "null",
          "NaN",
          "-1",
          "0",
          "1e309",
          "2147483648",
          "9223372036854775807",
          "9223372036854775808",
          "x\r\nSet-Cookie: a=b",
          "ada@example.org",
          "a@b@c",
          "@",
          "2026-02-30T00:00:00Z",
          "2026-01-01T00:00:00+99:00",
          "9999-12-31T23:59:59.999999999Z",
          "0000-01-01T00:00:00Z",
          "+292278994-08-17T07:12:55Z",
          "#GGGGGG",
          "ADMIN",
          "OWNER",
          "todo",
          "0197a5e0-0000-7000-8000-00000000000g",
          "0197a5e000007000800000000000000a",
          "00000000-0000-0000-0000-000000000000",
          "{0197a5e0-0000-7000-8000-000000000001}",
          "1-1-1-1-1",
          "<@0197a5e0-0000-7000-8000-000000000001>",
          "<@" + "<@".repeat(5_000),
          "\"unclosed phrase -and or -",
          "tfp_" + "A".repeat(43),
          "[".repeat(5_000));

  /** What no Java text that is well formed can say. */
  private static final List<String> ESCAPED =
      List.of(
          "\"\\ud800\"",
          "\"a\\udc00b\"",
          "\"\\udfff\\ud800\"",
          "\"\\u0000\"",
          "\"\\ud83d\"",
          "\"\\x\"",
          "\"\\u12\"");

  private static final List<String> OTHERS =
      List.of(
          "null",
          "true",
          "false",
          "0",
          "-0",
          "1",
          "-1",
          "1.5",
          "1e400",
          "-1e-400",
          "1E3",
          "007",
          "9223372036854775808",
          "9".repeat(1_500),
          "{}",
          "[]",
          "[[]]",
          "[null]",
          "{\"a\":1}",
          "NaN",
          "Infinity",
          "'a'",
          "undefined",
          "[1,2,3]",
          "{\"$ref\":\"#\"}",
          "[{}]");

  private final Contract contract;
  private final List<Place> places;
  private final List<String> ids;

  /** For a contract, with ids of these places among others. */
  FuzzValues(Contract contract, List<Place> places) {
    this.contract = contract;
    this.places = places;
    this.ids = places.stream().flatMap(place -> place.all().stream()).sorted().toList();
  }

  /** A text that nobody wants. */
  String text(RandomGenerator random) {
    return pick(TEXTS, random);
  }

  /** An id: mostly of such a thing, or of something else, of nothing, or what is none. */
  String id(String kind, RandomGenerator random) {
    return switch (random.nextInt(10)) {
      case 0 -> new UUID(random.nextLong(), random.nextLong()).toString();
      case 1 -> text(random);
      case 2, 3 -> pick(ids, random);
      default -> {
        Place place = pick(places, random);
        yield place.ids().getOrDefault(kind, pick(ids, random));
      }
    };
  }

  /** A JSON value that nobody wants. */
  String bad(RandomGenerator random) {
    return switch (random.nextInt(20)) {
      case 0, 1 -> pick(ESCAPED, random);
      case 2, 3, 4, 5, 6 -> pick(OTHERS, random);
      case 7 -> nested(random.nextInt(2, 40), random);
      case 8 -> list(random.nextInt(1, 400), random);
      case 9 -> quoted(id("task", random));
      default -> quoted(text(random));
    };
  }

  /** A JSON value as the schema asks for, more or less. */
  String good(JsonNode schema, RandomGenerator random) {
    if (schema.has("$ref")) {
      return good(contract.at(schema.get("$ref").textValue().substring(1)), random);
    }
    if (schema.has("enum")) {
      JsonNode values = schema.get("enum");
      return values.get(random.nextInt(values.size())).toString();
    }
    JsonNode type = schema.path("type");
    String name = type.isArray() ? type.get(0).textValue() : type.asText("string");
    return switch (name) {
      case "integer", "number" -> Integer.toString(random.nextInt(100));
      case "boolean" -> Boolean.toString(random.nextBoolean());
      case "array" -> "[" + good(schema.path("items"), random) + "]";
      case "object" -> object(schema, random);
      default -> quoted(goodText(schema, random));
    };
  }

  /** An object with most of its members, some of which nobody wants. */
  String object(JsonNode schema, RandomGenerator random) {
    List<String> members = new ArrayList<>();
    for (Map.Entry<String, JsonNode> member : schema.path("properties").properties()) {
      if (random.nextInt(10) < 8) {
        String value = random.nextInt(10) < 6 ? good(member.getValue(), random) : bad(random);
        members.add(quoted(member.getKey()) + ":" + value);
      }
    }
    return "{" + String.join(",", members) + "}";
  }

  private String goodText(JsonNode schema, RandomGenerator random) {
    return switch (schema.path("format").asText()) {
      case "uuid" -> pick(ids, random);
      case "date-time" -> "2027-01-0" + random.nextInt(1, 10) + "T00:00:00Z";
      default ->
          schema.path("pattern").asText().startsWith("^#") ? "#0a1b2c" : "text " + random.nextInt();
    };
  }

  private String list(int length, RandomGenerator random) {
    String item = quoted(random.nextBoolean() ? id("task", random) : text(random));
    return item.length() > 100
        ? "[" + item + "]"
        : "[" + (item + ",").repeat(length - 1) + item + "]";
  }

  /** Lists or objects within one another. */
  static String nested(int depth, RandomGenerator random) {
    return random.nextBoolean()
        ? "[".repeat(depth) + "]".repeat(depth)
        : "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
  }

  static String quoted(String text) {
    return JSON.getNodeFactory().textNode(text).toString();
  }

  static <T> T pick(List<T> values, RandomGenerator random) {
    return values.get(random.nextInt(values.size()));
  }
}
