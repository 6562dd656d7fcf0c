package io.teamflow.stream;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import io.teamflow.codecs.stream.CommittedEvent;
import io.teamflow.codecs.stream.EventType;
import io.teamflow.codecs.stream.StreamId;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * What a client receives of an event, encoded once on the node where the event was committed or
 * read.
 *
 * @param stream the stream's id
 * @param seq the event's number, 0 for a signal
 * @param json UTF-8 text
 */
@SuppressWarnings("ArrayRecordComponent") // shared by all loops, and nobody changes or compares it
record Frame(UUID stream, long seq, byte[] json) {
  private static final List<byte[]> TAKING_BACK =
      EventType.TAKING_BACK.stream()
          .map(type -> ("\"type\":\"" + type + '"').getBytes(StandardCharsets.UTF_8))
          .toList();

  static Frame of(CommittedEvent event) {
    StringBuilder json = new StringBuilder(event.payload().length() + 220);
    json.append("{\"op\":\"event\",\"ch\":\"").append(event.stream().channel());
    json.append("\",\"seq\":").append(event.seq());
    json.append(",\"type\":\"").append(event.type());
    json.append("\",\"at\":\"").append(event.at());
    if (event.actor() != null) {
      json.append("\",\"actor\":\"").append(event.actor());
    }
    json.append("\",\"d\":").append(event.payload()).append('}');
    return new Frame(
        event.stream().id(), event.seq(), json.toString().getBytes(StandardCharsets.UTF_8));
  }

  static Frame signal(StreamId stream, String type, String payload) {
    String json =
        "{\"op\":\"signal\",\"ch\":\""
            + stream.channel()
            + "\",\"type\":\""
            + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(type))
            + "\",\"d\":"
            + payload
            + '}';
    return new Frame(stream.id(), 0, json.getBytes(StandardCharsets.UTF_8));
  }

  boolean isSignal() {
    return seq == 0;
  }

  /** Whether frames before this one may tell what must not be told again. */
  boolean takesBack() {
    if (isSignal()) {
      return false;
    }
    int start = typeOffset();
    for (byte[] type : TAKING_BACK) {
      if (Arrays.equals(
          json, start, Math.min(start + type.length, json.length), type, 0, type.length)) {
        return true;
      }
    }
    return false;
  }

  /** Behind the third comma: neither op nor channel nor number has one. */
  private int typeOffset() {
    int offset = 0;
    for (int commas = 0; commas < 3 && offset < json.length; offset++) {
      if (json[offset] == ',') {
        commas++;
      }
    }
    return offset;
  }
}
