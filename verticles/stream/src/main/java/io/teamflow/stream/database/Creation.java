package io.teamflow.stream.database;

import io.vertx.sqlclient.Row;
import java.util.Optional;
import java.util.UUID;

/** What came of a statement that creates something. */
public sealed interface Creation {

  /** The statement ran; its row, if any, tells what it did. */
  record Run(Optional<Row> row) implements Creation {}

  /** An earlier request with the same key created this. */
  record Repeated(UUID id) implements Creation {}
}
