package io.teamflow.codecs.chat;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.Validation;
import io.teamflow.codecs.bus.WireName;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Says something in a project. Idempotent by sender and {@code clientId}.
 *
 * @param messageId chosen by the gateway
 * @param clientId chosen by the client, the same when it sends again
 * @param body up to 20,000 characters; {@code <@id>} calls somebody
 * @param replyTo a message of the same project that this one answers; when that one is an answer
 *     itself, both answer the same message, because threads have one level
 */
@WireName("chat.send")
public record SendMessage(
    UUID messageId, UUID projectId, UUID clientId, String body, @Nullable UUID replyTo)
    implements Command {
  /** Characters of a text, at most. */
  static final int BODY_MAX = 20_000;

  public SendMessage {
    Validation.check().required("/clientId", clientId).text("/body", body, 1, BODY_MAX).done();
  }
}
