package io.teamflow.codecs.task;

import io.teamflow.codecs.bus.Validation;
import java.util.List;
import java.util.UUID;

/**
 * Changes of several tasks, made in this order.
 *
 * @param changes 1 to 100, each of another task
 */
public record TaskChanges(List<Item> changes) {
  static final int MAX = 100;

  /**
   * The change of one task.
   *
   * @param version the version the caller saw; another one is refused
   */
  public record Item(UUID id, long version, TaskPatch patch) {
    public Item {
      Validation.check().required("/id", id).required("/patch", patch).done();
    }
  }

  public TaskChanges {
    Validation check = Validation.check().required("/changes", changes);
    if (changes != null) {
      if (changes.isEmpty()) {
        check.violation("/changes", "must have at least 1 entry");
      }
      check.atMost("/changes", changes.size(), MAX);
      for (int i = 0; i < changes.size(); i++) {
        check.required("/changes/" + i, changes.get(i));
      }
    }
    check.done();
    changes = List.copyOf(changes);
    if (changes.stream().map(Item::id).distinct().count() < changes.size()) {
      check.violation("/changes", "must each be of another task").done();
    }
  }
}
