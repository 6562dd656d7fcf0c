package io.teamflow.codecs.task;

import io.teamflow.codecs.bus.Change;
import io.teamflow.codecs.bus.Validation;
import org.jspecify.annotations.Nullable;

/**
 * A merge patch of a label: a null component leaves the member as it is. The bounds are those of
 * {@link CreateLabel}; nothing can be cleared.
 */
public record LabelPatch(@Nullable Change<String> name, @Nullable Change<String> color) {
  public LabelPatch {
    Validation check = Validation.check();
    if (name != null) {
      check.text("/name", name.value(), 1, CreateLabel.NAME_MAX);
    }
    if (color != null) {
      check.matches("/color", color.value(), CreateLabel.COLOR, CreateLabel.COLOR_RULE);
    }
    check.done();
  }
}
