package io.teamflow.bench.socket;

/** How the clients of a server speak on its sockets. */
public interface Dialect {
  /** Path and query of the handshake. */
  String path();

  /** A conversation at whose end the socket hears what is told in a room. */
  Joining listener(String room);

  /** A conversation at whose end the socket may speak in any room. */
  Joining speaker();

  /** What tells a room something. The body is plain text without quotes. */
  String say(String room, String body);

  /** Whether a frame must be answered for the socket to stay open; only asked of short ones. */
  default String answerTo(String text) {
    return "";
  }

  /** The beginning of the life of one socket. */
  interface Joining {
    /** Path and query of its handshake, which are those of the dialect unless it needs others. */
    default String path(String usual) {
      return usual;
    }

    /** Said as soon as the socket is open; empty when the server begins. */
    default String opening() {
      return "";
    }

    /** Takes what the server said; what to say then, or nothing. */
    String told(String text);

    /** Whether the conversation is over. */
    boolean ended();
  }
}
