package io.teamflow.stream;

import io.teamflow.codecs.stream.Position;
import io.vertx.core.buffer.Buffer;

/**
 * A page of a stream's events, for those who ask now and then instead of following it.
 *
 * @param position where to go on: the last event of the page, or the head when nothing is recovered
 * @param recovered whether the events follow the position asked for without a gap; false when none
 *     was asked for, or it is too old or of another history: then there are none, and the client
 *     loads afresh
 * @param more whether there were more events already
 * @param items a JSON array of the frames that subscribers get
 */
public record EventPage(Position position, boolean recovered, boolean more, Buffer items) {
  /** Of a page; the first event may be longer. */
  static final int BYTES_MAX = 1024 * 1024;

  /** The page that begins an opening, or all of it. */
  static EventPage of(PgStreamLog.Opening opening, Position since, int limit) {
    Buffer items = Buffer.buffer().appendByte((byte) '[');
    long last = since.seq();
    int count = 0;
    for (Frame frame : opening.frames()) {
      boolean fits = count == 0 || items.length() + frame.json().length < BYTES_MAX;
      if (count == limit || !fits) {
        break;
      }
      if (count++ > 0) {
        items.appendByte((byte) ',');
      }
      items.appendBytes(frame.json());
      last = frame.seq();
    }
    Position head = opening.position();
    return new EventPage(
        new Position(head.epoch(), last), true, last < head.seq(), items.appendByte((byte) ']'));
  }

  /** Nothing but where the stream stands. */
  static EventPage at(Position head) {
    return new EventPage(head, false, false, Buffer.buffer("[]"));
  }
}
