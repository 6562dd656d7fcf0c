package io.teamflow.cluster.config;

import java.util.List;

/** How a node finds the others. */
public sealed interface JoinOption {

  /** It stays alone. */
  record None() implements JoinOption {}

  /** Whoever runs on this machine with the same database. */
  record Local() implements JoinOption {}

  /** The members of a list, as {@code host:port}. */
  record Tcp(List<String> members) implements JoinOption {
    public Tcp {
      members = List.copyOf(members);
    }
  }

  /** Every address behind a name, asked once at start. */
  record Dns(String name) implements JoinOption {}
}
