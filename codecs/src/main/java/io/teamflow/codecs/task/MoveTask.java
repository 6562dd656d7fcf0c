package io.teamflow.codecs.task;

import io.teamflow.codecs.bus.Command;
import io.teamflow.codecs.bus.Validation;
import io.teamflow.codecs.bus.WireName;
import java.util.UUID;

/**
 * Moves a task to another place of its project's board. A move to where it is changes nothing.
 *
 * @param version the version the caller saw; another one is refused
 * @param place neither behind nor before itself
 */
@WireName("task.move")
public record MoveTask(UUID taskId, long version, TaskPlace place) implements Command {
  public MoveTask {
    Validation check = Validation.check();
    if (taskId.equals(place.after())) {
      check.violation("/after", "must be another task than the one that moves");
    }
    if (taskId.equals(place.before())) {
      check.violation("/before", "must be another task than the one that moves");
    }
    check.done();
  }
}
