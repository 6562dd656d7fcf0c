package io.teamflow.codecs.bus;

import io.teamflow.codecs.auth.AuthMessages;
import io.teamflow.codecs.chat.ChatMessages;
import io.teamflow.codecs.task.CommentMessages;
import io.teamflow.codecs.task.InvitationMessages;
import io.teamflow.codecs.task.LabelMessages;
import io.teamflow.codecs.task.OrganizationMessages;
import io.teamflow.codecs.task.ProjectMessages;
import io.teamflow.codecs.task.RelationMessages;
import io.teamflow.codecs.task.TaskMessages;
import io.teamflow.codecs.task.TeamMessages;
import io.teamflow.codecs.task.WatcherMessages;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Every address of the cluster and the logical name of every message. The same on each node. */
public final class Catalog {
  private static final List<Address<?, ?>> ADDRESSES =
      Stream.of(
              AuthMessages.ADDRESSES,
              OrganizationMessages.ADDRESSES,
              TeamMessages.ADDRESSES,
              InvitationMessages.ADDRESSES,
              ProjectMessages.ADDRESSES,
              TaskMessages.ADDRESSES,
              LabelMessages.ADDRESSES,
              CommentMessages.ADDRESSES,
              WatcherMessages.ADDRESSES,
              RelationMessages.ADDRESSES,
              ChatMessages.ADDRESSES)
          .flatMap(List::stream)
          .toList();

  private static final Map<String, Class<? extends Message>> BY_NAME = byName();

  private Catalog() {}

  public static List<Address<?, ?>> addresses() {
    return ADDRESSES;
  }

  /** The message classes by logical name. */
  public static Map<String, Class<? extends Message>> messages() {
    return BY_NAME;
  }

  /** The class behind a logical name, empty for one of another release. */
  public static Optional<Class<? extends Message>> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /** The logical name of a message class. */
  public static String nameOf(Class<?> type) {
    WireName name = type.getAnnotation(WireName.class);
    if (name == null) {
      throw new IllegalArgumentException(type + " carries no @WireName");
    }
    return name.value();
  }

  private static Map<String, Class<? extends Message>> byName() {
    Map<String, Class<? extends Message>> names = new HashMap<>();
    for (Address<?, ?> address : ADDRESSES) {
      for (Class<? extends Message> type : List.of(address.command(), address.reply())) {
        Class<?> other = names.put(nameOf(type), type);
        if (other != null && other != type) {
          throw new IllegalStateException(nameOf(type) + " names both " + other + " and " + type);
        }
      }
    }
    return Map.copyOf(names);
  }
}
