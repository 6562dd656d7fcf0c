package io.teamflow.codecs.task;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.PageRequest;
import io.teamflow.codecs.bus.WireName;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads the tasks of a project in the order of the board.
 *
 * @param known the entity tags that the caller has answers for, if any; what is known is not sent
 */
@WireName("task.list")
public record ListTasks(UUID projectId, PageRequest page, @Nullable List<String> known)
    implements Command {

  public ListTasks {
    known = known == null ? null : List.copyOf(known);
  }

  /** For a caller who has nothing yet. */
  public ListTasks(UUID projectId, PageRequest page) {
    this(projectId, page, null);
  }

  /** Whether the caller has the answer of this name. */
  public boolean knows(String etag) {
    return known != null && known.contains(etag);
  }

  /** What is asked for, in one spelling, whoever asks. */
  public String query() {
    return new ListTasks(projectId, page).toString();
  }
}
