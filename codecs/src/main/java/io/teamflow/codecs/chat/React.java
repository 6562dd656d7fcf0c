package io.teamflow.codecs.chat;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.Validation;
import io.teamflow.codecs.bus.WireName;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Sets or removes the caller's reaction to a message; what is so already stays so.
 *
 * @param emoji one visible character as people see them (an extended grapheme cluster, UAX 29), of
 *     at most {@value #EMOJI_MAX} code points
 * @param on whether it is set
 */
@WireName("chat.react")
public record React(UUID messageId, String emoji, boolean on) implements Command {
  private static final int EMOJI_MAX = 16;
  private static final Pattern ONE_CHARACTER = Pattern.compile("(?!\\p{Cntrl})\\X");

  public React {
    Validation check = Validation.check().text("/emoji", emoji, 1, EMOJI_MAX);
    check.matches("/emoji", emoji, ONE_CHARACTER, "must be one visible character").done();
  }
}
