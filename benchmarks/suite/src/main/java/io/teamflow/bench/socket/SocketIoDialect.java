package io.teamflow.bench.socket;

/** Socket.IO 4 over WebSockets alone (Engine.IO 4): packets are a few digits and JSON. */
public record SocketIoDialect() implements Dialect {
  private static final String PING = "2";
  private static final String PONG = "3";

  @Override
  public String path() {
    return "/socket.io/?EIO=4&transport=websocket";
  }

  @Override
  public Joining listener(String room) {
    return new Joining() {
      private boolean ended;

      @Override
      public String told(String text) {
        ended = text.startsWith("43");
        return text.startsWith("0{") ? "40" : text.startsWith("40") ? join() : "";
      }

      private String join() {
        return "420[\"join\",\"" + room + "\"]";
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
    return "421[\"say\",\"%s\",\"%s\"]".formatted(room, body);
  }

  @Override
  public String answerTo(String text) {
    return text.equals(PING) ? PONG : "";
  }
}
