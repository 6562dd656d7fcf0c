package io.teamflow.bench.ceiling;

import java.util.List;
import java.util.Optional;

/**
 * A statement that the server executed.
 *
 * @param parameters as text, in order; empty for NULL
 */
record Executed(long pid, String sql, List<Optional<String>> parameters) {
  Executed {
    parameters = List.copyOf(parameters);
  }

  boolean has(String value) {
    return parameters.stream().anyMatch(parameter -> parameter.orElse("").contains(value));
  }
}
