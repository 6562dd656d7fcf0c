package io.teamflow.codecs.text;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who is mentioned in a text: people stand in it as {@code <@id>}, which survives a change of their
 * name. Whether they may read the text is for the store to say.
 */
public final class Mentions {
  /** People that one text can call; further mentions are only text. */
  public static final int MAX = 50;

  private static final Pattern MENTION =
      Pattern.compile("<@([0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})>");

  private Mentions() {}

  /** The people mentioned, each once, in the order of their first mention; at most {@link #MAX}. */
  public static List<UUID> in(String text) {
    Set<UUID> mentioned = new LinkedHashSet<>();
    Matcher matcher = MENTION.matcher(text);
    while (mentioned.size() < MAX && matcher.find()) {
      mentioned.add(UUID.fromString(matcher.group(1)));
    }
    return List.copyOf(mentioned);
  }
}
