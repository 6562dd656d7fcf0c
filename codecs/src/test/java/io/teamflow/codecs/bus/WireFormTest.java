package io.teamflow.codecs.bus;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.teamflow.codecs.bus.Failure.Code;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The wire form, held by one file for each message. A change of a file is a change of what other
 * releases receive: members may be added, never renamed or retyped.
 */
class WireFormTest {
  private static final Path GOLDEN = Path.of("src/test/resources/golden");
  private static final RecordCodec CODEC = new RecordCodec();

  static List<Message> examples() {
    return Examples.all();
  }

  @Test
  void everyMessageHasAnExampleAndAFile() throws IOException {
    Set<String> names =
        Examples.all().stream()
            .map(message -> Catalog.nameOf(message.getClass()))
            .collect(Collectors.toSet());
    assertEquals(Catalog.messages().keySet(), names);
    try (var files = Files.list(GOLDEN)) {
      assertEquals(
          names,
          files
              .map(file -> file.getFileName().toString().replace(".json", ""))
              .collect(Collectors.toSet()));
    }
  }

  @ParameterizedTest
  @MethodSource("examples")
  void aMessageIsWrittenAsItsFileSays(Message message) throws IOException {
    assertEquals(
        Json.WIRE.readTree(golden(message)),
        Json.WIRE.readTree(Json.WIRE.writeValueAsBytes(message)));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void aMessageSurvivesTheWire(Message message) {
    Buffer buffer = Buffer.buffer("before");
    CODEC.encodeToWire(buffer, message);
    buffer.appendString("after");
    assertEquals(message, CODEC.decodeFromWire("before".length(), buffer));
  }

  @ParameterizedTest
  @MethodSource("examples")
  void aMessageOfANewerReleaseIsReadWithoutWhatIsNew(Message message) throws IOException {
    ObjectNode newer = (ObjectNode) Json.WIRE.readTree(golden(message));
    newer.put("addedLater", 1).putObject("andMore").put("x", true);
    assertEquals(
        message,
        CODEC.decodeFromWire(0, onWire(Catalog.nameOf(message.getClass()), newer.toString())));
  }

  @Test
  void anUnknownMessageIsNamed() {
    Message read = CODEC.decodeFromWire(0, onWire("task.split", "{\"x\":1}"));
    assertEquals(new UnknownMessage("task.split"), assertInstanceOf(UnknownMessage.class, read));
  }

  @Test
  void aFailureSurvivesTheWireWithAllItSays() {
    Failure failure = Failure.stale(new Resource(new UUID(1, 2), 3, "{}"));
    Failure many = Failure.invalid(List.of(new Violation("/title", "is required")));
    for (Failure original : List.of(failure, many)) {
      Buffer buffer = Buffer.buffer();
      new FailureCodec().encodeToWire(buffer, original);
      Failure read = new FailureCodec().decodeFromWire(0, buffer);
      assertEquals(original.code(), read.code());
      assertEquals(original.detail(), read.detail());
      assertEquals(original.violations(), read.violations());
      assertEquals(original.current(), read.current());
    }
  }

  @Test
  void aFailureOfANewerReleaseIsInternalToThisOne() {
    String json = "{\"code\":\"TEAPOT\",\"detail\":\"short and stout\",\"extra\":1}";
    Failure read =
        new FailureCodec()
            .decodeFromWire(0, Buffer.buffer().appendInt(json.length()).appendString(json));
    assertEquals(Code.INTERNAL, read.code());
    assertEquals("short and stout", read.detail());
  }

  @Test
  void secretsAreNotInTheTextOfAMessage() {
    for (Message message : Examples.all()) {
      String text = message.toString();
      assertTrue(!text.contains("correct horse") && !text.contains("refresh=token"), text);
    }
  }

  private static String golden(Message message) throws IOException {
    return Files.readString(GOLDEN.resolve(Catalog.nameOf(message.getClass()) + ".json"));
  }

  private static Buffer onWire(String name, String json) {
    byte[] nameBytes = name.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    byte[] jsonBytes = json.getBytes(java.nio.charset.StandardCharsets.UTF_8);
    return Buffer.buffer()
        .appendInt(Short.BYTES + nameBytes.length + jsonBytes.length)
        .appendShort((short) nameBytes.length)
        .appendBytes(nameBytes)
        .appendBytes(jsonBytes);
  }
}
