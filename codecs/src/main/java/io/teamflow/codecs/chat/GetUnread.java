package io.teamflow.codecs.chat;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.WireName;
import java.util.UUID;

/** Asks what waits for the caller in a project. */
@WireName("chat.get-unread")
public record GetUnread(UUID projectId) implements Command {}
