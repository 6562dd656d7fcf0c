package io.teamflow.task;

import io.teamflow.codecs.bus.Done;
import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.Resource;
import io.teamflow.codecs.stream.CommittedEvent;
import io.teamflow.codecs.stream.StreamId;
import io.teamflow.stream.StreamPublisher;
import io.teamflow.stream.database.Creation;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a write statement reports: {@code refusal}, or the resource ({@code id, version, json}), and
 * the event ({@code stream_id, seq, at} and {@code payload}) if the row really changed. A statement
 * that tells several streams has a row for each of them, with {@code kind} and {@code type}.
 *
 * @param blockers the names of what a refusal speaks of, empty where it names nothing
 */
record Written(
    @Nullable Refusal refusal,
    String blockers,
    @Nullable Resource resource,
    List<CommittedEvent> events) {

  /** What a repeated command finds. */
  static Written already(@Nullable Resource resource) {
    return new Written(null, "", resource, List.of());
  }

  /** Of a statement whose one row tells one stream. */
  static Written of(Row row, StreamId.Kind kind, String type, UUID actor) {
    return new Written(
        refusalOf(row),
        "",
        resourceOf(row),
        row.getLong("seq") == null ? List.of() : List.of(eventOf(row, kind, type, actor)));
  }

  /** Of a statement that tells several streams; empty when it has no row at all. */
  static Optional<Written> ofAll(List<Row> rows, UUID actor) {
    return rows.stream()
        .findFirst()
        .map(
            first ->
                new Written(
                    refusalOf(first),
                    Objects.requireNonNullElse(first.getString("blockers"), ""),
                    resourceOf(first),
                    rows.stream()
                        .filter(row -> row.getLong("seq") != null)
                        .map(row -> eventOf(row, kindOf(row), row.getString("type"), actor))
                        .toList()));
  }

  private static @Nullable Refusal refusalOf(Row row) {
    String refusal = row.getString("refusal");
    return refusal == null ? null : Refusal.valueOf(refusal);
  }

  private static @Nullable Resource resourceOf(Row row) {
    String json = row.getString("json");
    return json == null ? null : new Resource(row.getUUID("id"), row.getLong("version"), json);
  }

  private static StreamId.Kind kindOf(Row row) {
    return StreamId.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT));
  }

  private static CommittedEvent eventOf(Row row, StreamId.Kind kind, String type, UUID actor) {
    return new CommittedEvent(
        new StreamId(kind, row.getUUID("stream_id")),
        row.getLong("seq"),
        type,
        row.getOffsetDateTime("at").withOffsetSameInstant(ZoneOffset.UTC).toInstant(),
        actor,
        row.getString("payload"));
  }

  /** What came of a creation; what an earlier request made is found again, as it is now. */
  static Future<Optional<Written>> of(
      Creation creation,
      Function<Row, Written> written,
      Function<UUID, Future<Optional<Resource>>> find) {
    return ofRows(creation, rows -> rows.stream().findFirst().map(written), find);
  }

  /** Like {@link #of(Creation, Function, Function)}, of a statement with several rows. */
  static Future<Optional<Written>> ofRows(
      Creation creation,
      Function<List<Row>, Optional<Written>> written,
      Function<UUID, Future<Optional<Resource>>> find) {
    return switch (creation) {
      case Creation.Run(List<Row> rows) -> Future.succeededFuture(written.apply(rows));
      case Creation.Repeated(UUID id) ->
          find.apply(id).map(found -> found.map(resource -> already(resource)));
    };
  }

  /**
   * Publishes the events, if any.
   *
   * @throws Failure when the statement refused
   */
  Written publishTo(StreamPublisher stream) {
    if (refusal != null) {
      throw refusal.toFailure(resource, blockers);
    }
    events.forEach(stream::publish);
    return this;
  }

  /** The resource of a statement that did not refuse. */
  Resource required() {
    if (resource == null) {
      throw Failure.internal();
    }
    return resource;
  }

  /** The reply of a statement that leaves nothing to show. */
  Done done() {
    return new Done();
  }
}
