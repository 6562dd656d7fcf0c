package io.teamflow.codecs.auth;

import io.teamflow.codecs.bus.Reply;
import io.teamflow.codecs.bus.WireName;
import java.util.List;

/** The sessions of an account that have not ended, the one seen last first; at most 200. */
@WireName("auth.sessions")
public record SessionList(List<SessionView> items) implements Reply {
  public SessionList {
    items = List.copyOf(items);
  }
}
