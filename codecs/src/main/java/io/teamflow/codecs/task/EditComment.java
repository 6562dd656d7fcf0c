package io.teamflow.codecs.task;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.Validation;
import io.teamflow.codecs.bus.WireName;
import java.util.UUID;

/**
 * Gives one's own comment another text; the old one is nowhere to be read afterwards.
 *
 * @param version the version the caller saw; another one is refused
 * @param body as in {@link CreateComment}
 */
@WireName("comment.edit")
public record EditComment(UUID commentId, long version, String body) implements Command {
  public EditComment {
    Validation.check().text("/body", body, 1, CreateComment.BODY_MAX).done();
  }
}
