package io.teamflow.codecs.chat;

import io.teamflow.codecs.bus.Reply;
import io.teamflow.codecs.bus.WireName;

/**
 * What waits for somebody in a project.
 *
 * @param json its representation, rendered by PostgreSQL
 */
@WireName("chat.unread")
public record Unread(String json) implements Reply {}
