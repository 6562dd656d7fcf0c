package io.teamflow.codecs.task;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.Validation;
import io.teamflow.codecs.bus.WireName;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Creates a project in a team.
 *
 * @param id chosen by the gateway, so that a repeated command creates one project
 * @param key two to ten of {@code [A-Z0-9]}, a letter first; derived from the name when absent
 */
@WireName("project.create")
public record CreateProject(UUID id, UUID teamId, String name, @Nullable String key)
    implements Command {
  private static final Pattern KEY = Pattern.compile("[A-Z][A-Z0-9]{1,9}");

  public CreateProject {
    Validation check = Validation.check().text("/name", name, 1, 100);
    if (key != null) {
      check.matches("/key", key, KEY, "must be 2 to 10 of A-Z and 0-9, a letter first");
    }
    check.done();
  }
}
