package io.teamflow.codecs.chat;

import io.teamflow.codecs.bus.Reply;
import io.teamflow.codecs.bus.WireName;
import java.time.Instant;
import java.util.UUID;

/**
 * A message that is durable.
 *
 * @param messageId the message; the first one's when the client sent it again
 * @param seq its place in the project's story
 * @param at when it was written
 * @param json its representation
 */
@WireName("chat.ack")
public record MessageAck(UUID messageId, long seq, Instant at, String json) implements Reply {}
