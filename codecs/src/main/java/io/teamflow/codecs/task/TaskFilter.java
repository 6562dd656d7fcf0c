package io.teamflow.codecs.task;

import io.teamflow.codecs.bus.Validation;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which tasks of a project are listed: those that every component lets through. A list lets through
 * what has any of its entries; what is null or empty lets everything through.
 *
 * @param statuses in one order and without repetitions, like every list here
 * @param assignees at most 50
 * @param labels at most 50
 * @param deadlineFrom the earliest deadline; whoever asks for one sees no task without
 * @param deadlineTo the latest deadline
 * @param words 1 to 200 characters: all words must occur in title or description; {@code "…"} is a
 *     phrase, {@code or} and {@code -} do what they do in search engines
 */
public record TaskFilter(
    @Nullable List<TaskStatus> statuses,
    @Nullable List<UUID> assignees,
    @Nullable List<UUID> labels,
    @Nullable List<TaskPriority> priorities,
    @Nullable Instant deadlineFrom,
    @Nullable Instant deadlineTo,
    @Nullable String words) {

  /** Lets every task through. */
  public static final TaskFilter ALL = new TaskFilter(null, null, null, null, null, null, null);

  private static final int WORDS_MAX = 200;

  public TaskFilter {
    Validation check = Validation.check().optionalText("/q", words, 1, WORDS_MAX);
    TaskFields.checkIds(check, "/assignee", assignees);
    TaskFields.checkIds(check, "/label", labels);
    if (deadlineFrom != null && deadlineTo != null && deadlineTo.isBefore(deadlineFrom)) {
      check.violation("/deadlineTo", "must not be before deadlineFrom");
    }
    check.done();
    statuses = normal(statuses);
    assignees = normal(assignees);
    labels = normal(labels);
    priorities = normal(priorities);
  }

  /**
   * The filter in one spelling. The words come last and unquoted, so that no text mimics another.
   */
  String spelling() {
    TaskFilter wordless =
        new TaskFilter(statuses, assignees, labels, priorities, deadlineFrom, deadlineTo, null);
    return words == null ? wordless.toString() : wordless + " " + words;
  }

  private static <T extends Comparable<? super T>> @Nullable List<T> normal(
      @Nullable List<T> entries) {
    return entries == null || entries.isEmpty()
        ? null
        : entries.stream().distinct().sorted().toList();
  }
}
