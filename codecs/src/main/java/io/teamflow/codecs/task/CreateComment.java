package io.teamflow.codecs.task;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.Validation;
import io.teamflow.codecs.bus.WireName;
import java.util.UUID;

/**
 * Says something about a task.
 *
 * @param id chosen by the gateway, so that a repeated command creates one comment
 * @param body Markdown, kept as written, 1 to 20,000 characters; {@link
 *     io.teamflow.codecs.text.Mentions} tells how people stand in it
 */
@WireName("comment.create")
public record CreateComment(UUID id, UUID taskId, String body) implements Command {
  static final int BODY_MAX = 20_000;

  public CreateComment {
    Validation.check().text("/body", body, 1, BODY_MAX).done();
  }
}
