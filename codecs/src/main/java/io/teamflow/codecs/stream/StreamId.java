package io.teamflow.codecs.stream;

import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * The identity of a stream: it is the id of the thing whose story it tells.
 *
 * @param kind what tells the story
 * @param id its id
 */
public record StreamId(Kind kind, UUID id) {

  /** The things that have a stream. */
  public enum Kind {
    PROJECT,
    TEAM,
    ORGANIZATION,
    USER;

    private final String prefix = name().toLowerCase(Locale.ROOT);

    /** The name before the colon of a channel, and in the column {@code stream.kind}. */
    public String prefix() {
      return prefix;
    }
  }

  public static StreamId project(UUID id) {
    return new StreamId(Kind.PROJECT, id);
  }

  public static StreamId team(UUID id) {
    return new StreamId(Kind.TEAM, id);
  }

  public static StreamId organization(UUID id) {
    return new StreamId(Kind.ORGANIZATION, id);
  }

  public static StreamId user(UUID id) {
    return new StreamId(Kind.USER, id);
  }

  /** The name clients subscribe to, such as {@code project:0190…}. */
  public String channel() {
    return kind.prefix() + ':' + id;
  }

  /** Reads a channel name; empty when it is none. */
  public static Optional<StreamId> parse(String channel) {
    int colon = channel.indexOf(':');
    if (colon < 0 || channel.length() != colon + 37) {
      return Optional.empty();
    }
    String prefix = channel.substring(0, colon);
    for (Kind kind : Kind.values()) {
      if (kind.prefix().equals(prefix)) {
        try {
          return Optional.of(new StreamId(kind, UUID.fromString(channel.substring(colon + 1))));
        } catch (IllegalArgumentException _) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  @Override
  public String toString() {
    return channel();
  }
}
