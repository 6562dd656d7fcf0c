package io.teamflow.chat;

import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.chat.MessageAck;
import io.teamflow.codecs.stream.CommittedEvent;

/** What became of one draft of a group. */
sealed interface Verdict {

  /** It is durable, and the stream has to be told. */
  record Written(MessageAck ack, CommittedEvent event) implements Verdict {}

  /** It had been written before: the sender did not hear the answer. */
  record Repeated(MessageAck ack) implements Verdict {}

  /** It fails alone; the others of its group are written. */
  record Refused(Failure failure) implements Verdict {}
}
