package io.teamflow.bench.socket;

/**
 * What Nchan's clients do: a socket is a listener or a speaker by its path, and whatever is written
 * on a speaker is told to the listeners as it is. So the load makes the event, as long as
 * TeamFlow's. It knows one room.
 *
 * @param bytes of an event
 */
public record NchanDialect(int bytes) implements Dialect {
  /** The paths of the configuration. */
  public static final String HEAR = "/hear";

  public static final String SAY = "/say";

  @Override
  public String path() {
    return HEAR;
  }

  @Override
  public Joining listener(String room) {
    return new AtOnce(HEAR);
  }

  @Override
  public Joining speaker() {
    return new AtOnce(SAY);
  }

  @Override
  public String say(String room, String body) {
    String event =
        "{\"op\":\"event\",\"ch\":\"project:%s\",\"type\":\"message.created\",\"d\":{\"body\":\"%s\",\"pad\":\""
            .formatted(room, body);
    return event + "x".repeat(Math.max(0, bytes - event.length() - 3)) + "\"}}";
  }

  /** Nothing is said but by the path. */
  private record AtOnce(String path) implements Joining {
    @Override
    public String path(String usual) {
      return path;
    }

    @Override
    public String told(String text) {
      return "";
    }

    @Override
    public boolean ended() {
      return true;
    }
  }
}
