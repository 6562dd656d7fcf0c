package io.teamflow.bench.socket;

import java.util.UUID;

/**
 * {@code teamflow.v1}: a room is a project, and what is said there is committed before anybody
 * hears it.
 *
 * @param token of a member of every project
 */
public record TeamFlowDialect(String token) implements Dialect {
  @Override
  public String path() {
    return "/api/v1/realtime";
  }

  @Override
  public Joining listener(String room) {
    return new Identification(
        "{\"op\":\"subscribe\",\"id\":2,\"ch\":\"project:" + room + "\"}", "\"subscribed\"");
  }

  @Override
  public Joining speaker() {
    return new Identification("", "\"ready\"");
  }

  @Override
  public String say(String room, String body) {
    return "{\"op\":\"send\",\"id\":3,\"ch\":\"project:%s\",\"d\":{\"clientId\":\"%s\",\"body\":\"%s\"}}"
        .formatted(room, UUID.randomUUID(), body);
  }

  private final class Identification implements Joining {
    private final String afterwards;
    private final String last;
    private boolean ended;

    Identification(String afterwards, String last) {
      this.afterwards = afterwards;
      this.last = last;
    }

    @Override
    public String told(String text) {
      ended = text.contains("\"op\":" + last);
      if (text.contains("\"op\":\"hello\"")) {
        return "{\"op\":\"identify\",\"id\":1,\"d\":{\"token\":\"" + token + "\"}}";
      }
      return text.contains("\"op\":\"ready\"") ? afterwards : "";
    }

    @Override
    public boolean ended() {
      return ended;
    }
  }
}
