package io.teamflow.task;

import io.teamflow.codecs.bus.ResourcePage;
import io.teamflow.codecs.task.ListTasks;
import io.teamflow.stream.database.Database;
import io.teamflow.stream.database.Reads;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** Lists of tasks in PostgreSQL. The statements stand in {@link TaskListSql}. */
final class PgTaskListStore {
  private final Reads reads;
  private final Reads searches;
  private final PgBoardPositionStore boards;
  private final TaskListCache lists;

  PgTaskListStore(Vertx vertx, Database database, TaskListCache lists) {
    reads = database.reads();
    searches = database.searches();
    boards = new PgBoardPositionStore(vertx, reads);
    this.lists = lists;
  }

  /**
   * A page of tasks, with the position of the project's stream that it was read at. Where the board
   * stands is read first: what the caller or the cache has already is not read again.
   */
  Future<Optional<ResourcePage>> listIfMember(UUID user, ListTasks query) {
    TaskCursor after = TaskCursor.of(query);
    return boards
        .findIfMember(user, query.projectId())
        .compose(
            board ->
                board
                    .flatMap(standing -> atHand(standing, query))
                    .map(page -> Future.succeededFuture(Optional.of(page)))
                    .orElseGet(
                        () ->
                            board.isPresent()
                                ? read(user, query, after)
                                : Future.succeededFuture(Optional.empty())));
  }

  private Optional<ResourcePage> atHand(PgBoardPositionStore.Board board, ListTasks query) {
    String tag = TaskListCache.tag(board.position().epoch(), board.seq(), query);
    if (query.knows(tag)) {
      return Optional.of(ResourcePage.unchanged(tag, board.position()));
    }
    return Optional.ofNullable(lists.get(tag)).map(page -> page.at(board.position()));
  }

  private Future<Optional<ResourcePage>> read(UUID user, ListTasks query, TaskCursor after) {
    Tuple parameters =
        Tuple.of(user, query.projectId(), after.place(), after.tie(), TaskCursor.list(query));
    Set<TaskCondition> conditions = EnumSet.noneOf(TaskCondition.class);
    for (TaskCondition condition : TaskCondition.values()) {
      Object value = condition.value(query.filtered());
      if (value != null) {
        conditions.add(condition);
        parameters.addValue(value);
      }
    }
    return (conditions.contains(TaskCondition.WORDS) ? searches : reads)
        .list(TaskListSql.page(query.ordered(), query.page().limit(), conditions), parameters)
        .map(rows -> rows.isEmpty() ? Optional.empty() : Optional.of(page(rows, query)));
  }

  private ResourcePage page(List<Row> rows, ListTasks query) {
    ResourcePage page =
        Pages.positioned(rows, query.page().limit()).tagged(tag(rows.getFirst(), query));
    // what was searched for is hardly asked for again by somebody else
    return query.filtered().words() == null ? lists.keep(page) : page;
  }

  private static String tag(Row board, ListTasks query) {
    return TaskListCache.tag(board.getString("epoch"), board.getLong("board"), query);
  }
}
