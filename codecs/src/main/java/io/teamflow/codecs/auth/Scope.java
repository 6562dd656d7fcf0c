package io.teamflow.codecs.auth;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a personal access token may do: {@code write} changes and reads everything that its owner
 * may change, {@code tasks:read} reads tasks alone. A token without a scope may do nothing, and no
 * scope reaches the account itself.
 *
 * @param area absent for all of them
 */
public record Scope(Optional<Area> area, Level level) {

  /** Parts of the API. */
  public enum Area {
    /** Organizations, teams and their members. */
    ORGANIZATIONS,
    /** Projects and their labels. */
    PROJECTS,
    /** Tasks. */
    TASKS,
    /** The conversation. */
    CHAT
  }

  /** Each includes those before it. */
  public enum Level {
    READ,
    /** Creates and changes. */
    WRITE,
    /** Decides who belongs, and deletes what holds the work of others. */
    ADMIN
  }

  /** The scope of this name; empty when there is none. */
  public static Optional<Scope> parse(@Nullable String text) {
    if (text == null) {
      return Optional.empty();
    }
    int colon = text.indexOf(':');
    Optional<Level> level = named(Level.values(), text.substring(colon + 1));
    if (colon < 0) {
      return level.map(l -> new Scope(Optional.empty(), l));
    }
    Optional<Area> area = named(Area.values(), text.substring(0, colon));
    return area.flatMap(a -> level.map(l -> new Scope(Optional.of(a), l)));
  }

  /** Whether this scope is enough for an operation. */
  public boolean allows(Area neededArea, Level neededLevel) {
    return (area.isEmpty() || area.get() == neededArea) && level.compareTo(neededLevel) >= 0;
  }

  private static <E extends Enum<E>> Optional<E> named(E[] all, String name) {
    return Arrays.stream(all)
        .filter(value -> value.name().toLowerCase(Locale.ROOT).equals(name))
        .findFirst();
  }
}
