package io.teamflow.stream.database;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads over pipelined connections: many statements in flight on each. Never used for writes. */
public final class Reads {
  private final SqlClient client;

  Reads(SqlClient client) {
    this.client = client;
  }

  /** The rows of a query; fails with a {@code Failure}. */
  public Future<List<Row>> list(String sql, Tuple parameters) {
    return client
        .preparedQuery(sql)
        .execute(parameters)
        .map(Reads::toList)
        .recover(error -> Future.failedFuture(SqlFailures.of(error, Map.of())));
  }

  /** The first row of a query, if any; fails with a {@code Failure}. */
  public Future<Optional<Row>> first(String sql, Tuple parameters) {
    return list(sql, parameters).map(rows -> rows.stream().findFirst());
  }

  static List<Row> toList(RowSet<Row> rows) {
    List<Row> list = new ArrayList<>(rows.size());
    rows.forEach(list::add);
    return list;
  }
}
