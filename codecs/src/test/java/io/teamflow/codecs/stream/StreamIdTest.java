package io.teamflow.codecs.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StreamIdTest {
  private static final UUID ID = UUID.fromString("01932f00-0000-7000-8000-00000000000a");

  @ParameterizedTest
  @EnumSource(StreamId.Kind.class)
  void readsTheChannelItWrites(StreamId.Kind kind) {
    StreamId stream = new StreamId(kind, ID);
    assertEquals(Optional.of(stream), StreamId.parse(stream.channel()));
  }

  @Test
  void aChannelIsTheKindAndTheId() {
    assertEquals("project:" + ID, StreamId.project(ID).channel());
    assertEquals("team:" + ID, StreamId.team(ID).channel());
    assertEquals("organization:" + ID, StreamId.organization(ID).channel());
    assertEquals("user:" + ID, StreamId.user(ID).channel());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        "project",
        "project:",
        "project:1-1-1-1-1",
        "project:01932f00-0000-7000-8000-00000000000",
        "project:01932f00-0000-7000-8000-00000000000ab",
        "project:01932f00-0000-7000-8000-00000000000g",
        "project: 1932f00-0000-7000-8000-00000000000a",
        "Project:01932f00-0000-7000-8000-00000000000a",
        "room:01932f00-0000-7000-8000-00000000000a",
        ":01932f00-0000-7000-8000-00000000000a",
        "project:project:01932f00-0000-7000-8000-00000000000a"
      })
  void anythingElseIsNoChannel(String text) {
    assertEquals(Optional.empty(), StreamId.parse(text));
  }
}
