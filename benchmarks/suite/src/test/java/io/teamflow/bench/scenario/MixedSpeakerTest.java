package io.teamflow.bench.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class MixedSpeakerTest {
  private final MixedSpeaker speaker =
      new MixedSpeaker(bytes("get"), bytes("list"), bytes("create"), n -> bytes("patch " + n));

  @Test
  void ofTwentyRequestsFourteenReadFourPatchAndTwoCreate() {
    Map<String, Integer> counts = new TreeMap<>();
    for (int i = 0; i < 20; i++) {
      String said = said();
      counts.merge(said.split(" ", -1)[0], 1, Integer::sum);
      assertTrue(speaker.answered(said.equals("create") ? 201 : 200));
    }
    assertEquals(Map.of("get", 7, "list", 7, "patch", 4, "create", 2), counts);
  }

  @Test
  void aPatchNamesTheVersionThatTheLastOneMade() {
    assertEquals("patch 1", nextPatch());
    assertTrue(speaker.answered(200));
    assertEquals("patch 2", nextPatch());
    assertFalse(speaker.answered(412), "refused");
    assertEquals("patch 2", nextPatch());
  }

  /** Goes on to the next patch, with answers as wanted. */
  private String nextPatch() {
    for (String said = said(); ; said = said()) {
      if (said.startsWith("patch")) {
        return said;
      }
      speaker.answered(said.equals("create") ? 201 : 200);
    }
  }

  private String said() {
    ByteBuffer next = speaker.next();
    return StandardCharsets.UTF_8.decode(next).toString();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
