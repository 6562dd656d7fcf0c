package io.teamflow.codecs.task;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.Validation;
import io.teamflow.codecs.bus.WireName;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Creates a label in a project.
 *
 * @param id chosen by the gateway, so that a repeated command creates one label
 * @param name unique in the project, up to 50 characters
 * @param color {@code #rrggbb}
 */
@WireName("label.create")
public record CreateLabel(UUID id, UUID projectId, String name, String color) implements Command {
  static final int NAME_MAX = 50;
  static final String COLOR_RULE = "must be a color such as #3366ff";
  static final Pattern COLOR = Pattern.compile("#[0-9a-fA-F]{6}");

  public CreateLabel {
    Validation.check()
        .text("/name", name, 1, NAME_MAX)
        .matches("/color", color, COLOR, COLOR_RULE)
        .done();
  }
}
