package io.teamflow.codecs.chat;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.PageRequest;
import io.teamflow.codecs.bus.WireName;
import java.util.UUID;

/** Reads the answers to a message, oldest first. */
@WireName("chat.list-replies")
public record ListReplies(UUID messageId, PageRequest page) implements Command {}
