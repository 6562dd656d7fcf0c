package io.teamflow.chat;

import io.teamflow.codecs.bus.Failure;
import io.teamflow.codecs.bus.ResourcePage;
import io.teamflow.codecs.bus.Violation;
import io.teamflow.codecs.chat.ListMessages;
import io.teamflow.codecs.chat.MessageAck;
import io.teamflow.codecs.stream.CommittedEvent;
import io.teamflow.codecs.stream.EventType;
import io.teamflow.codecs.stream.Position;
import io.teamflow.codecs.stream.StreamId;
import io.teamflow.stream.database.Database;
import io.teamflow.stream.database.Lock;
import io.teamflow.stream.database.Reads;
import io.teamflow.stream.database.Statement;
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

/** Messages in PostgreSQL. */
final class PgMessageStore {
  /**
   * One group: who may not speak and what was said before is left out, the rest of each project
   * gets the next numbers of its stream, and every draft gets a verdict.
   */
  private static final Statement INSERT_ALL =
      Statement.of(
          """
          WITH draft AS (
            SELECT d.*, project_role(project_id, sender) IS NOT NULL AS member,
                   row_number() OVER (PARTITION BY sender, client_id ORDER BY n) AS attempt
              FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::text[], $6::uuid[])
                   WITH ORDINALITY AS d (id, project_id, sender, client_id, body, reply_to, n)
          ), known AS (
            SELECT m FROM draft d JOIN message m USING (sender, client_id) WHERE d.attempt = 1
          ), survivor AS (
            SELECT d.*, row_number() OVER (PARTITION BY project_id ORDER BY n) AS place,
                   count(*) OVER (PARTITION BY project_id) AS places
              FROM draft d
             WHERE member AND attempt = 1
               AND NOT EXISTS (SELECT FROM message m
                                WHERE m.sender = d.sender AND m.client_id = d.client_id)
               AND (reply_to IS NULL OR EXISTS (SELECT FROM message m
                      WHERE m.id = d.reply_to AND m.project_id = d.project_id))
          ), advanced AS MATERIALIZED (
            SELECT project_id, advance(project_id, places::integer, false) - places AS start
              FROM (SELECT DISTINCT project_id, places FROM survivor) AS busy
          ), created AS (
            INSERT INTO message (id, project_id, seq, sender, client_id, body, reply_to, created_at)
            SELECT s.id, project_id, a.start + s.place, s.sender, s.client_id, s.body, s.reply_to,
                   statement_timestamp()
              FROM survivor s JOIN advanced a USING (project_id)
            RETURNING message AS m, message_view(message) AS json
          ), told AS (
            INSERT INTO event (stream_id, seq, type, actor, at, key, payload)
            SELECT (m).project_id, (m).seq, 'message.created', (m).sender, (m).created_at, (m).id, json
              FROM created
          ), result AS (
            SELECT m, json, true AS fresh FROM created
            UNION ALL SELECT m, message_view(m), false FROM known
          )
          SELECT CASE WHEN NOT d.member THEN 'ABSENT'
                      WHEN (r.m).id IS NULL THEN 'REPLY'
                      WHEN (r.m).project_id <> d.project_id OR (r.m).body <> d.body THEN 'REUSED'
                 END AS refusal,
                 (r.m).id, (r.m).seq, (r.m).created_at AS at, r.json,
                 r.fresh AND d.attempt = 1 AS fresh
            FROM draft d
            LEFT JOIN result r ON (r.m).sender = d.sender AND (r.m).client_id = d.client_id
           ORDER BY d.n
          """);

  private static final String OF_PROJECT =
      """
      WITH access AS (
        SELECT p.id, s.head, stream_epoch() AS epoch FROM project p JOIN stream s USING (id)
         WHERE p.id = $2 AND team_role(p.team_id, $1) IS NOT NULL
      ), page AS (
        SELECT m FROM message m JOIN access a ON a.id = m.project_id
         WHERE m.seq < $3 ORDER BY m.seq DESC LIMIT $4 + 1
      )
      SELECT a.epoch, a.head, (m).seq, message_view(m) AS json
        FROM access a LEFT JOIN page ON true ORDER BY (m).seq DESC
      """;

  private final Reads reads;
  private final Writes writes;

  PgMessageStore(Database database) {
    reads = database.reads();
    writes = database.writes();
  }

  /** Writes a group of drafts in one transaction; one verdict for each, in order. */
  Future<List<Verdict>> insertAll(List<Draft> drafts) {
    int size = drafts.size();
    UUID[] ids = new UUID[size];
    UUID[] projects = new UUID[size];
    UUID[] senders = new UUID[size];
    UUID[] clientIds = new UUID[size];
    String[] bodies = new String[size];
    @Nullable UUID[] repliesTo = new @Nullable UUID[size];
    for (int i = 0; i < size; i++) {
      Draft draft = drafts.get(i);
      ids[i] = draft.message().messageId();
      projects[i] = draft.message().projectId();
      senders[i] = draft.sender();
      clientIds[i] = draft.message().clientId();
      bodies[i] = draft.message().body();
      repliesTo[i] = draft.message().replyTo();
    }
    return writes
        .runLocked(
            Lock.streams(List.of(projects)),
            INSERT_ALL,
            Tuple.from(new Object[] {ids, projects, senders, clientIds, bodies, repliesTo}))
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
        .list(OF_PROJECT, Tuple.of(user, command.projectId(), before, command.limit()))
        .map(rows -> rows.isEmpty() ? Optional.empty() : Optional.of(page(rows, command.limit())));
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
