package io.teamflow.codecs.chat;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.WireName;
import java.util.UUID;

/** Reads one message. */
@WireName("chat.get")
public record GetMessage(UUID messageId) implements Command {}
