package io.teamflow.stream;

import io.teamflow.codecs.stream.CommittedEvent;
import io.teamflow.codecs.stream.Position;
import io.teamflow.codecs.stream.StreamId;
import io.teamflow.stream.database.Database;
import io.teamflow.stream.database.Reads;
import io.teamflow.stream.database.Statement;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads the streams and their events from PostgreSQL. */
final class PgStreamLog {
  /** The longest absence that is replayed, in events; beyond it the client loads afresh. */
  static final int REPLAY_MAX = 5_000;

  /** Events that are read at once for somebody who comes back: each may be as long as a message. */
  static final int REPLAY_PAGE = 128;

  /** Events of one page when a hole is filled. */
  static final int PAGE = 500;

  /**
   * $1 stream, $2 kind, $3 user, $4 epoch and $5 seq asked for, $6 seq that is already at hand, $8
   * how many. The range of events is looked up as in {@link PgOpeningLog}.
   */
  static final String OPEN =
      """
      WITH asked AS (
        SELECT id, head, epoch,
               coalesce($4 = epoch AND $5 BETWEEN floor AND head AND head - $5 <= $7, false)
                 AS recovered
          FROM stream, stream_epoch() epoch
         WHERE id = $1 AND kind = $2 AND may_follow(id, kind, $3)
      ), s AS MATERIALIZED (
        SELECT *, CASE WHEN recovered THEN $6 ELSE head END AS seen FROM asked
      )
      SELECT s.head, s.epoch, s.recovered, e.seq, e.type, e.actor, e.at, e.payload
        FROM s LEFT JOIN event e ON e.stream_id = s.id AND e.seq > s.seen AND e.seq <= s.head
       ORDER BY e.seq LIMIT $8
      """;

  private static final String AFTER =
      """
      SELECT seq, type, actor, at, payload FROM event
       WHERE stream_id = $1 AND seq > $2 ORDER BY seq LIMIT $3
      """;
  private static final String HEADS =
      "SELECT id, head, epoch FROM stream_epoch() epoch, stream WHERE id = ANY ($1)";
  private static final String NO_LONGER_ALLOWED =
      """
      SELECT n FROM unnest($1::uuid[], $2::uuid[]) WITH ORDINALITY AS f (stream_id, user_id, n)
       WHERE NOT EXISTS (SELECT FROM stream s
                          WHERE s.id = f.stream_id AND may_follow(s.id, s.kind, f.user_id))
      """;

  /** Takes events that are older than some days. */
  static Statement outlived(Duration kept) {
    return Statement.of(
        "SELECT trim_stream($1, interval '%d days') AS taken".formatted(kept.toDays()));
  }

  /**
   * A stream as it stood when a subscription was checked.
   *
   * @param position its head
   * @param recovered whether {@code frames} follow the position asked for without a gap; they lead
   *     to the head unless they are a page of more
   */
  record Opening(Position position, boolean recovered, List<Frame> frames) {
    /** Whether more events follow the frames than were read. */
    boolean isPage() {
      return recovered && !frames.isEmpty() && frames.getLast().seq() < position.seq();
    }
  }

  private final Reads reads;

  PgStreamLog(Database database) {
    reads = database.reads();
  }

  /**
   * Checks the right to follow and reads head and missing events, in one snapshot. Empty when there
   * is no such stream or the user may not follow it.
   *
   * @param atHand events up to this number need not be read: the caller has them
   * @param limit how many events to read at most
   */
  Future<Optional<Opening>> open(
      StreamId stream, UUID user, @Nullable Position since, long atHand, int limit) {
    return reads
        .list(
            OPEN,
            Tuple.of(
                stream.id(),
                stream.kind().prefix(),
                user,
                since == null ? null : since.epoch(),
                since == null ? null : since.seq(),
                atHand,
                (long) REPLAY_MAX,
                limit))
        .map(rows -> rows.isEmpty() ? Optional.empty() : Optional.of(toOpening(stream, rows)));
  }

  /** The next page of events behind a number. */
  Future<List<Frame>> after(StreamId stream, long seq) {
    return reads
        .list(AFTER, Tuple.of(stream.id(), seq, PAGE))
        .map(rows -> rows.stream().map(row -> toFrame(stream, row)).toList());
  }

  /** Where many streams stand, in one query. */
  Future<Map<UUID, Position>> heads(Collection<UUID> streams) {
    return reads
        .list(HEADS, Tuple.tuple().addArrayOfUUID(streams.toArray(UUID[]::new)))
        .map(
            rows -> {
              Map<UUID, Position> heads = new HashMap<>();
              rows.forEach(row -> heads.put(row.getUUID("id"), headOf(row)));
              return heads;
            });
  }

  /** A user who follows a stream. */
  record Following(UUID stream, UUID user) {}

  /** Of these, the ones whose right has ended. */
  Future<Set<Following>> noLongerAllowed(List<Following> followings) {
    return reads
        .list(
            NO_LONGER_ALLOWED,
            Tuple.tuple()
                .addArrayOfUUID(followings.stream().map(Following::stream).toArray(UUID[]::new))
                .addArrayOfUUID(followings.stream().map(Following::user).toArray(UUID[]::new)))
        .map(
            rows -> {
              Set<Following> ended = new HashSet<>();
              rows.forEach(row -> ended.add(followings.get(row.getLong("n").intValue() - 1)));
              return ended;
            });
  }

  static Opening toOpening(StreamId stream, List<Row> rows) {
    Row first = rows.getFirst();
    List<Frame> frames = new ArrayList<>(rows.size());
    for (Row row : rows) {
      if (row.getLong("seq") != null) {
        frames.add(toFrame(stream, row));
      }
    }
    return new Opening(headOf(first), first.getBoolean("recovered"), frames);
  }

  private static Position headOf(Row row) {
    return new Position(row.getString("epoch"), row.getLong("head"));
  }

  private static Frame toFrame(StreamId stream, Row row) {
    return Frame.of(
        new CommittedEvent(
            stream,
            row.getLong("seq"),
            row.getString("type"),
            row.getOffsetDateTime("at").toInstant(),
            row.getUUID("actor"),
            row.getString("payload")));
  }
}
