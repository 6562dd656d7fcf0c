package io.teamflow.codecs.task;

import static io.teamflow.codecs.bus.Address.repeatable;

import io.teamflow.codecs.bus.Address;
import io.teamflow.codecs.bus.Done;
import io.teamflow.codecs.bus.ResourcePage;
import java.util.List;

/** The addresses about watching tasks. */
public final class WatcherMessages {
  public static final Address<ListWatchers, ResourcePage> LIST =
      repeatable("watcher.list", ListWatchers.class, ResourcePage.class);
  public static final Address<WatchTask, Done> ADD =
      repeatable("watcher.add", WatchTask.class, Done.class);
  public static final Address<UnwatchTask, Done> REMOVE =
      repeatable("watcher.remove", UnwatchTask.class, Done.class);

  public static final List<Address<?, ?>> ADDRESSES = List.of(LIST, ADD, REMOVE);

  private WatcherMessages() {}
}
