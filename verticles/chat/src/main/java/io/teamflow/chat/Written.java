package io.teamflow.chat;

import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.Resource;
import io.teamflow.codecs.stream.CommittedEvent;
import io.teamflow.codecs.stream.StreamId;
import io.teamflow.stream.StreamPublisher;
import io.vertx.sqlclient.Row;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a statement reports of the one thing it was to change: {@code refusal}, the resource ({@code
 * id, version, json}) as it stands now, and the event ({@code stream_id, seq, at, payload}) if
 * something really changed.
 */
record Written(@Nullable Refusal refusal, Resource resource, @Nullable CommittedEvent event) {

  static Written of(Row row, StreamId.Kind kind, String type, UUID actor) {
    String refusal = row.getString("refusal");
    Long seq = row.getLong("seq");
    return new Written(
        refusal == null ? null : Refusal.valueOf(refusal),
        new Resource(row.getUUID("id"), row.getLong("version"), row.getString("json")),
        seq == null
            ? null
            : new CommittedEvent(
                new StreamId(kind, row.getUUID("stream_id")),
                seq,
                type,
                row.getOffsetDateTime("at").toInstant(),
                actor,
                row.getString("payload")));
  }

  /**
   * Publishes the event, if any, and gives the resource.
   *
   * @throws Failure when the statement refused
   */
  Resource publishTo(StreamPublisher stream) {
    if (refusal != null) {
      throw refusal.toFailure(resource);
    }
    if (event != null) {
      stream.publish(event);
    }
    return resource;
  }
}
