package io.teamflow.cluster.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.teamflow.codecs.stream.EventType;
import io.teamflow.driver.FrameCheck;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameContractCheckTest {
  private static final String CH = "\"ch\":\"project:01932f00-0000-7000-8000-00000000000a\"";
  private static final String ID = "\"01932f00-0000-7000-8000-00000000000b\"";

  @Test
  void everyCheckingClientOfTheseTestsUsesIt() {
    assertTrue(
        ServiceLoader.load(FrameCheck.class).stream()
            .anyMatch(check -> check.type() == FrameContractCheck.class));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"op\":\"pong\"}",
        "{\"op\":\"token-expiring\",\"d\":{\"at\":\"2026-11-24T08:15:30.123456Z\"}}",
        "{\"op\":\"unsubscribed\"," + CH + "}",
        "{\"op\":\"signal\"," + CH + ",\"type\":\"typing\",\"d\":{\"user\":" + ID + "}}",
        "{\"op\":\"signal\","
            + CH
            + ",\"type\":\"presence\",\"d\":{\"online\":["
            + ID
            + "],\"count\":1}}",
        "{\"op\":\"signal\","
            + CH
            + ",\"type\":\"presence\",\"d\":{\"joined\":["
            + ID
            + "],\"left\":[],\"count\":1}}"
      })
  void whatThePromiseSaysIsAccepted(String frame) {
    assertEquals(List.of(), FrameContractCheck.wrong(frame));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"op\":\"dance\"}",
        "{\"op\":\"clientPing\"}",
        "{\"op\":\"pong/payload\"}",
        "{}",
        "{\"op\":\"pong\",\"extra\":1}",
        "{\"op\":\"unsubscribed\",\"ch\":\"room:1\"}",
        "{\"op\":\"ack\"}",
        "{\"op\":\"error\",\"d\":{\"code\":\"INVALID\"}}",
        "{\"op\":\"event\"," + CH + ",\"seq\":0,\"type\":\"task.created\",\"at\":\"x\",\"d\":{}}",
        "{\"op\":\"signal\"," + CH + ",\"type\":\"presence\",\"d\":{\"online\":[]}}",
        "{\"op\":\"signal\"," + CH + ",\"type\":\"shouting\",\"d\":{\"user\":" + ID + "}}"
      })
  void anythingElseIsRefused(String frame) {
    assertFalse(FrameContractCheck.wrong(frame).isEmpty(), frame);
    assertThrows(AssertionError.class, () -> new FrameContractCheck().check(frame));
  }

  @Test
  void everyTypeOfEventIsNamed() throws Exception {
    int types = 0;
    for (Field constant : EventType.class.getFields()) {
      if (Modifier.isStatic(constant.getModifiers()) && constant.getType() == String.class) {
        String frame =
            "{\"op\":\"event\","
                + CH
                + ",\"seq\":1,\"type\":\""
                + constant.get(null)
                + "\",\"at\":\"2026-11-24T08:15:30.123456Z\",\"d\":{}}";
        assertEquals(List.of(), FrameContractCheck.wrong(frame), frame);
        types++;
      }
    }
    assertTrue(types > 20, "only " + types);
  }
}
