package io.teamflow.codecs.chat;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.PageRequest;
import io.teamflow.codecs.bus.WireName;

/** Asks what waits for the caller in each of their projects. */
@WireName("chat.list-unread")
public record ListUnread(PageRequest page) implements Command {}
