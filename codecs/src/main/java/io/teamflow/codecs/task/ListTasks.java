package io.teamflow.codecs.task;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.PageRequest;
import io.teamflow.codecs.bus.WireName;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads tasks of a project.
 *
 * @param known the entity tags that the caller has answers for, if any; what is known is not sent
 * @param filter which tasks; all when absent
 * @param order {@link TaskOrder#BOARD} when absent
 */
@WireName("task.list")
public record ListTasks(
    UUID projectId,
    PageRequest page,
    @Nullable List<String> known,
    @Nullable TaskFilter filter,
    @Nullable TaskOrder order)
    implements Command {

  public ListTasks {
    known = known == null ? null : List.copyOf(known);
  }

  /** The board, for a caller who has nothing yet. */
  public ListTasks(UUID projectId, PageRequest page) {
    this(projectId, page, null);
  }

  /** The board. */
  public ListTasks(UUID projectId, PageRequest page, @Nullable List<String> known) {
    this(projectId, page, known, null, null);
  }

  /** Whether the caller has the answer of this name. */
  public boolean knows(String etag) {
    return known != null && known.contains(etag);
  }

  /** Which tasks, when nothing is said all. */
  public TaskFilter filtered() {
    return Objects.requireNonNullElse(filter, TaskFilter.ALL);
  }

  /** In which order, when nothing is said that of the board. */
  public TaskOrder ordered() {
    return Objects.requireNonNullElse(order, TaskOrder.BOARD);
  }

  /** What is asked for, in one spelling, whoever asks. */
  public String query() {
    return page + " " + selection();
  }

  /** What is asked for, whichever page of it. */
  public String selection() {
    return projectId + " " + ordered() + " " + filtered().spelling();
  }
}
