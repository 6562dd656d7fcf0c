package io.teamflow.codecs.task;

import io.teamflow.codecs.bus.Validation;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a new task says.
 *
 * @param title 1 to 200 characters; absent, the first line of the message
 * @param description Markdown, kept as written, up to 20,000 characters
 * @param priority {@link TaskPriority#MEDIUM} when absent
 * @param assignees members of the team, at most 50
 * @param labels labels of the project, at most 50
 * @param parent a task of the project that has no parent itself
 * @param message a message of the project of which the task is made
 */
public record TaskFields(
    @Nullable String title,
    @Nullable String description,
    @Nullable TaskPriority priority,
    @Nullable Instant deadline,
    @Nullable List<UUID> assignees,
    @Nullable List<UUID> labels,
    @Nullable UUID parent,
    @Nullable UUID message) {

  static final int TITLE_MAX = 200;
  static final int DESCRIPTION_MAX = 20_000;
  static final int ENTRIES_MAX = 50;

  public TaskFields {
    Validation check =
        Validation.check()
            .optionalText("/title", title, 1, TITLE_MAX)
            .optionalText("/description", description, 0, DESCRIPTION_MAX);
    if (title == null && message == null) {
      check.required("/title", title);
    }
    checkIds(check, "/assignees", assignees);
    checkIds(check, "/labels", labels);
    check.done();
    assignees = assignees == null ? null : List.copyOf(assignees);
    labels = labels == null ? null : List.copyOf(labels);
  }

  static void checkIds(
      Validation check, String pointer, @Nullable List<? extends @Nullable UUID> ids) {
    if (ids != null) {
      check.atMost(pointer, ids.size(), ENTRIES_MAX);
      for (int i = 0; i < ids.size(); i++) {
        check.required(pointer + '/' + i, ids.get(i));
      }
    }
  }
}
