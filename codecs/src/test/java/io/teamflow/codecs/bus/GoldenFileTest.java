package io.teamflow.codecs.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Holds the wire form of every message of the {@link Catalog} to its golden file. A difference
 * means that two releases sharing a cluster would misunderstand each other: members may be added as
 * {@code @Nullable}, never renamed or retyped.
 */
class GoldenFileTest {
  private static final RecordCodec CODEC = new RecordCodec();

  static Stream<String> names() {
    assertTrue(Catalog.messages().size() >= 30, "the catalog is empty");
    return Catalog.messages().keySet().stream().sorted();
  }

  @ParameterizedTest
  @MethodSource("names")
  void encodesAsItsGoldenFileSays(String name) throws Exception {
    assertEquals(golden(name), json(example(name)));
  }

  @ParameterizedTest
  @MethodSource("names")
  void readsItsGoldenFile(String name) throws Exception {
    assertEquals(example(name), decode(name, golden(name)));
  }

  @ParameterizedTest
  @MethodSource("names")
  void ignoresMembersThatANewerReleaseAdded(String name) throws Exception {
    JsonNode tree = Json.WIRE.readTree(golden(name));
    addUnknownMembers(tree);
    assertEquals(example(name), decode(name, tree.toString()));
  }

  static Stream<Arguments> optionalMembers() {
    List<Arguments> members =
        Catalog.messages().entrySet().stream()
            .flatMap(
                message ->
                    Arrays.stream(message.getValue().getRecordComponents())
                        .filter(c -> c.getAnnotatedType().isAnnotationPresent(Nullable.class))
                        .map(c -> Arguments.of(message.getKey(), c)))
            .toList();
    assertFalse(members.isEmpty(), "no message has an optional member");
    return members.stream();
  }

  @ParameterizedTest(name = "{0} without {1}")
  @MethodSource("optionalMembers")
  void readsAnOlderReleaseThatLacksAnOptionalMember(String name, RecordComponent member)
      throws Exception {
    ObjectNode older = (ObjectNode) Json.WIRE.readTree(golden(name));
    older.remove(member.getName());

    Message read = decode(name, older.toString());

    assertEquals(Objects.requireNonNull(Catalog.messages().get(name)), read.getClass());
    assertNull(member.getAccessor().invoke(read));
    for (RecordComponent other : read.getClass().getRecordComponents()) {
      if (!other.getName().equals(member.getName())) {
        assertEquals(other.getAccessor().invoke(example(name)), other.getAccessor().invoke(read));
      }
    }
  }

  @Test
  void secretsAreNotInTheTextOfAMessage() {
    for (Message message : Examples.all().values()) {
      for (String secret :
          List.of("correct horse battery", "cmVmcmVzaA", "header.claims.signature")) {
        assertFalse(message.toString().contains(secret), message::toString);
      }
    }
    assertTrue(json(example("auth.login")).contains("correct horse battery"));
    assertTrue(json(example("auth.signed-in")).contains("cmVmcmVzaA"));
    assertTrue(json(example("auth.signed-in")).contains("header.claims.signature"));
  }

  @Test
  void noGoldenFileIsLeftBehind() throws Exception {
    Path folder =
        Path.of(Objects.requireNonNull(GoldenFileTest.class.getResource("/golden")).toURI());
    try (Stream<Path> files = Files.list(folder)) {
      Set<String> named =
          files
              .map(file -> file.getFileName().toString().replaceAll("\\.json$", ""))
              .collect(Collectors.toSet());
      assertEquals(Catalog.messages().keySet(), named);
    }
  }

  private static void addUnknownMembers(JsonNode node) {
    node.forEach(GoldenFileTest::addUnknownMembers);
    if (node instanceof ObjectNode object) {
      object.put("addedLater", "by a newer release").putObject("addedToo").put("deep", 1);
    }
  }

  private static Message example(String name) {
    return Objects.requireNonNull(
        Examples.all().get(Catalog.messages().get(name)), name + " has no example in Examples");
  }

  private static String golden(String name) throws Exception {
    try (var file = GoldenFileTest.class.getResourceAsStream("/golden/" + name + ".json")) {
      assertTrue(
          file != null,
          () -> "golden/" + name + ".json is missing; it must say " + json(example(name)));
      return new String(file.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }

  /** What stands behind the name in the wire form. */
  private static String json(Message message) {
    Buffer wire = Buffer.buffer();
    CODEC.encodeToWire(wire, message);
    int json = Integer.BYTES + Short.BYTES + wire.getUnsignedShort(Integer.BYTES);
    assertEquals(wire.length() - Integer.BYTES, wire.getInt(0));
    return wire.getString(json, wire.length());
  }

  private static Message decode(String name, String json) {
    return CODEC.decodeFromWire(0, Wire.form(name, json));
  }
}
