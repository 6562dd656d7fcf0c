package io.teamflow.chat;

import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.PageRequest;
import io.teamflow.codecs.bus.Resource;
import io.teamflow.codecs.bus.ResourcePage;
import io.teamflow.codecs.bus.Violation;
import io.teamflow.codecs.chat.ListMessages;
import io.teamflow.codecs.chat.ListReplies;
import io.teamflow.codecs.chat.MessageAck;
import io.teamflow.codecs.chat.SearchMessages;
import io.teamflow.codecs.stream.CommittedEvent;
import io.teamflow.codecs.stream.EventType;
import io.teamflow.codecs.stream.Position;
import io.teamflow.codecs.stream.StreamId;
import io.teamflow.codecs.text.Mentions;
import io.teamflow.stream.database.Database;
import io.teamflow.stream.database.Lock;
import io.teamflow.stream.database.Reads;
import io.teamflow.stream.database.Writes;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Messages in PostgreSQL. The statements stand in {@link MessageSql}. */
final class PgMessageStore {
  private final Reads reads;
  private final Reads searches;
  private final Writes writes;

  PgMessageStore(Database database) {
    reads = database.reads();
    searches = database.searches();
    writes = database.writes();
  }

  /**
   * Writes a group of drafts in one transaction; one verdict for each, in order. One that
   * PostgreSQL cannot store fails them all.
   */
  Future<List<Verdict>> insertAll(List<Draft> drafts) {
    int size = drafts.size();
    UUID[] ids = new UUID[size];
    UUID[] projects = new UUID[size];
    UUID[] senders = new UUID[size];
    UUID[] clientIds = new UUID[size];
    String[] bodies = new String[size];
    @Nullable UUID[] repliesTo = new @Nullable UUID[size];
    List<Long> callers = new ArrayList<>();
    List<UUID> called = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      Draft draft = drafts.get(i);
      ids[i] = draft.message().messageId();
      projects[i] = draft.message().projectId();
      senders[i] = draft.sender();
      clientIds[i] = draft.message().clientId();
      bodies[i] = draft.message().body();
      repliesTo[i] = draft.message().replyTo();
      for (UUID mentioned : Mentions.in(draft.message().body())) {
        callers.add(i + 1L);
        called.add(mentioned);
      }
    }
    return writes
        .runLocked(
            Lock.streams(List.of(projects)),
            MessageSql.INSERT_ALL,
            Tuple.from(new Object[] {ids, projects, senders, clientIds, bodies, repliesTo})
                .addArrayOfLong(callers.toArray(Long[]::new))
                .addArrayOfUUID(called.toArray(UUID[]::new)))
        .map(
            rows -> {
              List<Verdict> verdicts = new ArrayList<>(size);
              for (int i = 0; i < size; i++) {
                verdicts.add(toVerdict(rows.get(i), drafts.get(i)));
              }
              return verdicts;
            });
  }

  /** Messages of a project, newest first. */
  Future<Optional<ResourcePage>> listIfMember(UUID user, ListMessages command) {
    long before = command.before() == null ? Long.MAX_VALUE : command.before();
    return reads
        .list(MessageSql.ofProject(command.limit()), Tuple.of(user, command.projectId(), before))
        .map(rows -> rows.isEmpty() ? Optional.empty() : Optional.of(page(rows, command.limit())));
  }

  /** Messages of a project that have the words, newest first. */
  Future<Optional<ResourcePage>> searchIfMember(UUID user, SearchMessages command) {
    long before = command.before() == null ? Long.MAX_VALUE : command.before();
    return searches
        .list(
            MessageSql.SEARCH,
            Tuple.of(user, command.projectId(), before, command.limit(), command.query()))
        .map(rows -> rows.isEmpty() ? Optional.empty() : Optional.of(page(rows, command.limit())));
  }

  /** The answers to a message, oldest first. */
  Future<Optional<ResourcePage>> repliesIfMember(UUID user, ListReplies command) {
    PageRequest page = command.page();
    return reads
        .list(
            MessageSql.REPLIES,
            Tuple.of(user, command.messageId(), Cursors.seqAfter(page.cursor()), page.limit()))
        .map(rows -> rows.isEmpty() ? Optional.empty() : Optional.of(page(rows, page.limit())));
  }

  Future<Optional<Resource>> findIfMember(UUID user, UUID message) {
    return reads
        .first(MessageSql.BY_ID, Tuple.of(user, message))
        .map(
            row ->
                row.map(
                    r -> new Resource(r.getUUID("id"), r.getLong("version"), r.getString("json"))));
  }

  private static ResourcePage page(List<Row> rows, int limit) {
    Row first = rows.getFirst();
    StringBuilder items = new StringBuilder("[");
    for (int i = 0; i < Math.min(limit, rows.size()); i++) {
      String json = rows.get(i).getString("json");
      items.append(i == 0 || json == null ? "" : ",").append(json == null ? "" : json);
    }
    return new ResourcePage(
        items.append(']').toString(),
        rows.size() > limit ? rows.get(limit - 1).getLong("seq").toString() : null,
        new Position(first.getString("epoch"), first.getLong("head")));
  }

  private static Verdict toVerdict(Row row, Draft draft) {
    String refusal = row.getString("refusal");
    if (refusal != null) {
      return new Verdict.Refused(
          switch (refusal) {
            case "ABSENT" -> Failure.notFound("project");
            case "REUSED" ->
                Failure.conflict("The clientId was used for another message. Make a new one.");
            default ->
                Failure.invalid(
                    List.of(new Violation("/replyTo", "must be a message of the project")));
          });
    }
    Instant at = row.getOffsetDateTime("at").toInstant();
    long seq = row.getLong("seq");
    String json = row.getString("json");
    MessageAck ack = new MessageAck(row.getUUID("id"), seq, at, json);
    return row.getBoolean("fresh")
        ? new Verdict.Written(
            ack,
            new CommittedEvent(
                StreamId.project(draft.message().projectId()),
                seq,
                EventType.MESSAGE_CREATED,
                at,
                draft.sender(),
                json))
        : new Verdict.Repeated(ack);
  }
}
