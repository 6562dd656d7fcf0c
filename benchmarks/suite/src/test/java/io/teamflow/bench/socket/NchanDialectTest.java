package io.teamflow.bench.socket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;

class NchanDialectTest {
  private static final String BODY = "t=123 who has time?";
  private final NchanDialect dialect = new NchanDialect(430);

  @Test
  void anEventIsJsonOfTheBytesThatAreWanted() throws JsonProcessingException {
    String event = dialect.say("room", BODY);
    assertEquals(430, event.length());
    JsonNode json = new ObjectMapper().readTree(event);
    assertEquals(BODY, json.get("d").get("body").textValue());
    assertEquals("project:room", json.get("ch").textValue());
  }

  @Test
  void listenersAndSpeakersDifferByTheirPathsAndSayNothing() {
    Dialect.Joining listener = dialect.listener("room");
    assertEquals("/hear", listener.path(dialect.path()));
    assertEquals("/say", dialect.speaker().path(dialect.path()));
    assertTrue(listener.opening().isEmpty() && listener.ended());
  }
}
