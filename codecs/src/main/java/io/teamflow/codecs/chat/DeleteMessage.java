package io.teamflow.codecs.chat;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.WireName;
import java.util.UUID;

/**
 * Takes the text of a message away for good; its place in the conversation stays. For its sender
 * and for admins of the team. Of a deleted message nothing is left to do, so that a repetition
 * succeeds.
 *
 * @param version the version the caller saw; another one is refused
 */
@WireName("chat.delete")
public record DeleteMessage(UUID messageId, long version) implements Command {}
