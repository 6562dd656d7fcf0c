package io.teamflow.codecs.chat;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.PageRequest;
import io.teamflow.codecs.bus.Validation;
import io.teamflow.codecs.bus.WireName;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads the messages of a project, newest first.
 *
 * @param before only messages with a smaller {@code seq}; absent for the newest
 * @param limit rows, 1 to 200
 */
@WireName("chat.list")
public record ListMessages(UUID projectId, @Nullable Long before, int limit) implements Command {
  public ListMessages {
    if (limit < 1 || limit > PageRequest.MAX_LIMIT) {
      Validation.check()
          .violation("/limit", "must be between 1 and " + PageRequest.MAX_LIMIT)
          .done();
    }
  }
}
