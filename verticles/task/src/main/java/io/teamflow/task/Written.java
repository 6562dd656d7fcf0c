package io.teamflow.task;

import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.Resource;
import io.teamflow.codecs.stream.CommittedEvent;
import io.teamflow.codecs.stream.StreamId;
import io.teamflow.stream.StreamPublisher;
import io.teamflow.stream.database.Creation;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a write statement reports in one row: {@code refusal}, or the resource ({@code id, version,
 * json}), and the event ({@code stream_id, seq, at} and {@code payload}) if the row really changed.
 */
record Written(
    @Nullable Refusal refusal, @Nullable Resource resource, @Nullable CommittedEvent event) {

  static Written of(Row row, StreamId.Kind kind, String type, UUID actor) {
    String refusal = row.getString("refusal");
    String json = row.getString("json");
    Long seq = row.getLong("seq");
    return new Written(
        refusal == null ? null : Refusal.valueOf(refusal),
        json == null ? null : new Resource(row.getUUID("id"), row.getLong("version"), json),
        seq == null
            ? null
            : new CommittedEvent(
                new StreamId(kind, row.getUUID("stream_id")),
                seq,
                type,
                row.getOffsetDateTime("at").withOffsetSameInstant(ZoneOffset.UTC).toInstant(),
                actor,
                row.getString("payload")));
  }

  /** What came of a creation; what an earlier request made is found again, as it is now. */
  static Future<Optional<Written>> of(
      Creation creation,
      Function<Row, Written> written,
      Function<UUID, Future<Optional<Resource>>> find) {
    return switch (creation) {
      case Creation.Run(Optional<Row> row) -> Future.succeededFuture(row.map(written));
      case Creation.Repeated(UUID id) ->
          find.apply(id).map(found -> found.map(resource -> new Written(null, resource, null)));
    };
  }

  /**
   * Publishes the event, if any.
   *
   * @throws Failure when the statement refused
   */
  Written publishTo(StreamPublisher stream) {
    if (refusal != null) {
      throw refusal.toFailure(resource);
    }
    if (event != null) {
      stream.publish(event);
    }
    return this;
  }

  /** The resource of a statement that did not refuse. */
  Resource required() {
    if (resource == null) {
      throw Failure.internal();
    }
    return resource;
  }
}
