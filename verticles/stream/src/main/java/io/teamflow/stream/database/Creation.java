package io.teamflow.stream.database;

import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.UUID;

/** What came of a statement that creates something. */
public sealed interface Creation {

  /** The statement ran; its rows, if any, tell what it did. */
  record Run(List<Row> rows) implements Creation {
    public Run {
      rows = List.copyOf(rows);
    }
  }

  /** An earlier request with the same key created this. */
  record Repeated(UUID id) implements Creation {}
}
