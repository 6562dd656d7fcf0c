package io.teamflow.task;

import io.teamflow.codecs.stream.Position;
import io.teamflow.stream.database.Batcher;
import io.teamflow.stream.database.Reads;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Where the boards of projects stand, for those who may see them. The most frequent question there
 * is, so those who ask at the same time are answered by one statement. It begins after they asked:
 * each sees what was committed before.
 */
final class PgBoardPositionStore {
  private static final Batcher.Limits LIMITS = new Batcher.Limits(1, 0, 256, 10_000);

  /**
   * $1 users, $2 the project of each. How many they are is hidden from the planner: it would plan
   * anew for every group, which takes longer than to answer.
   */
  private static final String POSITIONS =
      """
      SELECT q.n, s.head, s.board, (SELECT stream_epoch()) AS epoch
        FROM unnest((SELECT $1::uuid[]), (SELECT $2::uuid[]))
             WITH ORDINALITY AS q (user_id, project_id, n)
        JOIN project p ON p.id = q.project_id JOIN stream s ON s.id = p.id,
             team_access(p.team_id, q.user_id) may
       WHERE may.role IS NOT NULL
      """;

  /**
   * A board.
   *
   * @param position of its project's stream
   * @param seq the last event of the stream that changed the board
   */
  record Board(Position position, long seq) {}

  private record Question(UUID user, UUID project) {}

  private final Reads reads;
  private final Batcher<Question, Optional<Board>> batcher;

  PgBoardPositionStore(Vertx vertx, Reads reads) {
    this.reads = reads;
    this.batcher = new Batcher<>(vertx, LIMITS, this::answerAll);
  }

  /** Empty for who may not see it. */
  Future<Optional<Board>> findIfMember(UUID user, UUID project) {
    return batcher.ask(new Question(user, project));
  }

  private Future<List<Optional<Board>>> answerAll(List<Question> questions) {
    UUID[] users = questions.stream().map(Question::user).toArray(UUID[]::new);
    UUID[] projects = questions.stream().map(Question::project).toArray(UUID[]::new);
    return reads
        .list(POSITIONS, Tuple.tuple().addArrayOfUUID(users).addArrayOfUUID(projects))
        .map(
            rows -> {
              List<Optional<Board>> answers =
                  new ArrayList<>(Collections.nCopies(users.length, Optional.empty()));
              for (Row row : rows) {
                answers.set(
                    row.getInteger("n") - 1,
                    Optional.of(new Board(Pages.position(row), row.getLong("board"))));
              }
              return answers;
            });
  }
}
