package io.teamflow.stream;

import io.teamflow.codecs.stream.Position;
import io.teamflow.codecs.stream.StreamId;
import io.teamflow.stream.PgStreamLog.Opening;
import io.teamflow.stream.database.Batcher;
import io.teamflow.stream.database.Reads;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Opens streams for sockets. When a node is gone, all that it had come at once: those who ask at
 * the same time are answered by one statement, which begins after they asked. Who missed more than
 * a little is answered alone and page by page, few at a time, so that what is read stays small.
 */
final class PgOpeningLog {
  private static final Batcher.Limits LIMITS = new Batcher.Limits(2, 0, 64, 20_000);

  /** Each by itself: how many are under way bounds what is read at once. */
  private static final Batcher.Limits LIMITS_OF_FAR = new Batcher.Limits(4, 0, 1, 20_000);

  /** Events that a group reads for one of it. */
  private static final int NEAR = 32;

  /**
   * $1 streams, $2 the kind of each, $3 user, $4 epoch and $5 seq asked for, $6 seq that is already
   * at hand; $7 the longest absence that is replayed, $8 the longest that a group reads. How many
   * they are is hidden from the planner, which would plan anew for every group. Who gets no events
   * has seen all: as a condition of its own that would be asked of each event that there is. OFFSET
   * keeps the bounds of the range together, or a plan made while there are few events may use one
   * of them alone.
   */
  static final String OPEN_ALL =
      """
      SELECT q.n, s.head, s.epoch, s.recovered, s.far, e.seq, e.type, e.actor, e.at, e.payload
        FROM unnest((SELECT $1::uuid[]), (SELECT $2::text[]), (SELECT $3::uuid[]),
                    (SELECT $4::text[]), (SELECT $5::bigint[]), (SELECT $6::bigint[]))
             WITH ORDINALITY AS q (stream_id, kind, user_id, epoch, seq, at_hand, n)
       CROSS JOIN LATERAL (
               SELECT id, head, epoch, recovered, far,
                      CASE WHEN recovered AND NOT far THEN q.at_hand ELSE head END AS seen
                 FROM (SELECT id, head, epoch,
                              coalesce(q.epoch = epoch AND q.seq BETWEEN floor AND head
                                       AND head - q.seq <= $7, false) AS recovered,
                              head - q.at_hand > $8 AS far
                         FROM stream, (SELECT stream_epoch() AS epoch) here
                        WHERE id = q.stream_id AND kind = q.kind
                          AND may_follow(id, kind, q.user_id)) asked
               OFFSET 0
             ) s
        LEFT JOIN event e ON e.stream_id = s.id AND e.seq > s.seen AND e.seq <= s.head
       ORDER BY q.n, e.seq
      """;

  private record Question(StreamId stream, UUID user, @Nullable Position since, long atHand) {}

  /** Of a group; who is far away is answered alone. */
  private record Answer(boolean far, Optional<Opening> opening) {}

  private final Reads reads;
  private final PgStreamLog streamLog;
  private final Batcher<Question, Answer> batcher;
  private final Batcher<Question, Optional<Opening>> far;

  PgOpeningLog(Vertx vertx, Reads reads, PgStreamLog streamLog) {
    this.reads = reads;
    this.streamLog = streamLog;
    this.batcher = new Batcher<>(vertx, LIMITS, this::answerAll);
    this.far = new Batcher<>(vertx, LIMITS_OF_FAR, this::answerAlone);
  }

  /**
   * Checks the right to follow and reads head and missing events, or a page of them, in one
   * snapshot. Empty when there is no such stream or the user may not follow it.
   *
   * @param atHand events up to this number need not be read: the caller has them
   */
  Future<Optional<Opening>> open(
      StreamId stream, UUID user, @Nullable Position since, long atHand) {
    Question question = new Question(stream, user, since, atHand);
    return batcher
        .ask(question)
        .compose(
            answer -> answer.far() ? far.ask(question) : Future.succeededFuture(answer.opening()));
  }

  private Future<List<Optional<Opening>>> answerAlone(List<Question> one) {
    Question q = one.getFirst();
    return streamLog
        .open(q.stream(), q.user(), q.since(), q.atHand(), PgStreamLog.REPLAY_PAGE)
        .map(List::of);
  }

  private Future<List<Answer>> answerAll(List<Question> questions) {
    return reads
        .list(
            OPEN_ALL,
            Tuple.tuple()
                .addArrayOfUUID(all(questions, q -> q.stream().id()).toArray(UUID[]::new))
                .addArrayOfString(
                    all(questions, q -> q.stream().kind().prefix()).toArray(String[]::new))
                .addArrayOfUUID(all(questions, Question::user).toArray(UUID[]::new))
                .addArrayOfString(
                    all(questions, q -> q.since() == null ? null : q.since().epoch())
                        .toArray(String[]::new))
                .addArrayOfLong(
                    all(questions, q -> q.since() == null ? null : q.since().seq())
                        .toArray(Long[]::new))
                .addArrayOfLong(all(questions, Question::atHand).toArray(Long[]::new))
                .addLong((long) PgStreamLog.REPLAY_MAX)
                .addLong((long) NEAR))
        .map(rows -> answers(questions, rows));
  }

  private static <T extends @Nullable Object> List<T> all(
      List<Question> questions, Function<Question, T> part) {
    List<T> parts = new ArrayList<>();
    questions.forEach(question -> parts.add(part.apply(question)));
    return parts;
  }

  private static List<Answer> answers(List<Question> questions, List<Row> rows) {
    List<Answer> answers = new ArrayList<>();
    int from = 0;
    for (int n = 1; n <= questions.size(); n++) {
      int to = from;
      while (to < rows.size() && rows.get(to).getLong("n") == n) {
        to++;
      }
      answers.add(answer(questions.get(n - 1).stream(), rows.subList(from, to)));
      from = to;
    }
    return answers;
  }

  private static Answer answer(StreamId stream, List<Row> rows) {
    return rows.isEmpty()
        ? new Answer(false, Optional.empty())
        : new Answer(
            rows.getFirst().getBoolean("recovered") && rows.getFirst().getBoolean("far"),
            Optional.of(PgStreamLog.toOpening(stream, rows)));
  }
}
