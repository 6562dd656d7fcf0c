package io.teamflow.gateway.socket;

import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.stream.StreamId;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The channels that a socket follows or asked to follow, each with one question at a time. */
final class Subscriptions {
  private static final class Channel {
    /** Whether the socket was let in. */
    boolean followed;

    /** Whether it has asked and awaits the answer, which is to carry the id. */
    boolean asked;

    @Nullable Object id;

    private @Nullable Object answered() {
      Object answered = id;
      asked = false;
      id = null;
      return answered;
    }
  }

  /** Most sockets follow one or two channels: none has room for more. */
  private final Map<StreamId, Channel> channels = new HashMap<>(2);

  private final int max;

  /**
   * @param max how many channels
   */
  Subscriptions(int max) {
    this.max = max;
  }

  /** The client asks to follow; LIMITED when it has asked already or follows too much. */
  void ask(StreamId stream, @Nullable Object id) {
    Channel channel = channels.get(stream);
    if (channel == null) {
      if (channels.size() >= max) {
        throw Failure.limited("The socket follows as many channels as it may.");
      }
      channel = new Channel();
      channels.put(stream, channel);
    } else if (channel.asked) {
      throw Failure.limited("You have asked to follow this channel. Wait for the answer.");
    }
    channel.asked = true;
    channel.id = id;
  }

  /** The socket was let in; returns the id of the answer. */
  @Nullable Object letIn(StreamId stream) {
    Channel channel = channels.get(stream);
    if (channel == null) {
      return null;
    }
    channel.followed = true;
    return channel.answered();
  }

  /** What was asked last is refused; what was followed before still is. Returns the answer's id. */
  @Nullable Object refused(StreamId stream) {
    Channel channel = channels.get(stream);
    if (channel == null) {
      return null;
    }
    if (!channel.followed) {
      channels.remove(stream);
    }
    return channel.answered();
  }

  /** Whether the socket was let in and has not left since. */
  boolean follows(StreamId stream) {
    Channel channel = channels.get(stream);
    return channel != null && channel.followed;
  }

  void remove(StreamId stream) {
    channels.remove(stream);
  }
}
