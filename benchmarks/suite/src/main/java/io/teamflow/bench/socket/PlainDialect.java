package io.teamflow.bench.socket;

/** What the peers {@code ws} and {@code bun} speak. */
public record PlainDialect() implements Dialect {
  @Override
  public String path() {
    return "/";
  }

  @Override
  public Joining listener(String room) {
    return new Joining() {
      private boolean ended;

      @Override
      public String opening() {
        return "{\"op\":\"join\",\"room\":\"" + room + "\"}";
      }

      @Override
      public String told(String text) {
        ended = text.contains("\"joined\"");
        return "";
      }

      @Override
      public boolean ended() {
        return ended;
      }
    };
  }

  @Override
  public Joining speaker() {
    return listener("speakers");
  }

  @Override
  public String say(String room, String body) {
    return "{\"op\":\"say\",\"room\":\"%s\",\"body\":\"%s\"}".formatted(room, body);
  }
}
