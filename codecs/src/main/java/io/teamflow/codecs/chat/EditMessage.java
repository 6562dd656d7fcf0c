package io.teamflow.codecs.chat;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.Validation;
import io.teamflow.codecs.bus.WireName;
import java.util.UUID;

/**
 * Gives one's own message another text; the old one is nowhere to be read afterwards.
 *
 * @param version the version the caller saw; another one is refused
 * @param body as in {@link SendMessage}
 */
@WireName("chat.edit")
public record EditMessage(UUID messageId, long version, String body) implements Command {
  public EditMessage {
    Validation.check().text("/body", body, 1, SendMessage.BODY_MAX).done();
  }
}
