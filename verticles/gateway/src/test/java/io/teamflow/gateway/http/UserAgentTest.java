package io.teamflow.gateway.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Test;

class UserAgentTest {

  @Test
  void itIsWhatTheClientSaysCutToFourHundredCharacters() {
    MultiMap headers = MultiMap.caseInsensitiveMultiMap();
    assertEquals("", UserAgent.of(headers));
    assertEquals("curl/8.0", UserAgent.of(headers.set("user-agent", "curl/8.0")));
    assertEquals("x".repeat(400), UserAgent.of(headers.set("User-Agent", "x".repeat(5_000))));
  }
}
