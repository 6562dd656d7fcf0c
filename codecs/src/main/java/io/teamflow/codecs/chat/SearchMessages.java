package io.teamflow.codecs.chat;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.PageRequest;
import io.teamflow.codecs.bus.Validation;
import io.teamflow.codecs.bus.WireName;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Finds messages of a project by their words, newest first.
 *
 * @param query up to 200 characters: all words must occur; {@code "…"} is a phrase, {@code or} and
 *     {@code -} do what they do in search engines
 * @param before only messages with a smaller {@code seq}; absent for the newest
 * @param limit rows, 1 to 200
 */
@WireName("chat.search")
public record SearchMessages(UUID projectId, String query, @Nullable Long before, int limit)
    implements Command {
  public SearchMessages {
    Validation check = Validation.check().text("/q", query, 1, 200);
    if (limit < 1 || limit > PageRequest.MAX_LIMIT) {
      check.violation("/limit", "must be between 1 and " + PageRequest.MAX_LIMIT);
    }
    check.done();
  }
}
