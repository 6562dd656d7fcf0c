package io.teamflow.codecs.chat;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.Validation;
import io.teamflow.codecs.bus.WireName;
import java.util.UUID;

/**
 * Says how far the caller has read a project. Never goes backwards, nor beyond what was written.
 *
 * @param seq the last number of the project's stream that was seen
 */
@WireName("chat.mark-read")
public record MarkRead(UUID projectId, long seq) implements Command {
  public MarkRead {
    if (seq < 0) {
      Validation.check().violation("/seq", "must not be negative").done();
    }
  }
}
