package io.teamflow.task;

import io.teamflow.codecs.bus.Caller;
import io.teamflow.codecs.bus.PageRequest;
import io.teamflow.codecs.bus.Resource;
import io.teamflow.codecs.bus.ResourcePage;
import io.teamflow.codecs.stream.EventType;
import io.teamflow.codecs.stream.StreamId;
import io.teamflow.codecs.task.CreateOrganization;
import io.teamflow.stream.database.Creation;
import io.teamflow.stream.database.Database;
import io.teamflow.stream.database.Lock;
import io.teamflow.stream.database.Reads;
import io.teamflow.stream.database.Statement;
import io.teamflow.stream.database.Writes;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.Optional;
import java.util.UUID;

/** Organizations in PostgreSQL. */
final class PgOrganizationStore {
  private static final Statement INSERT =
      Statement.of(
          """
          WITH created AS (
            INSERT INTO organization (id, name) VALUES ($2, $3) ON CONFLICT DO NOTHING
            RETURNING organization AS o
          ), owner AS (
            INSERT INTO organization_member (organization_id, user_id, role)
            SELECT (o).id, $1, 'OWNER' FROM created
          ), stream AS (
            INSERT INTO stream (id, kind) SELECT (o).id, 'organization' FROM created
            RETURNING id, '{"userId":"' || $1::text || '","role":"OWNER"}' AS payload
          ), event AS (
            SELECT s.id AS stream_id, s.payload, a.seq, a.at
              FROM stream s, append(s.id, 'member.added', $1, $1, s.payload) a
          )
          SELECT NULL AS refusal, (o).id, (o).version, organization_view(o, 'OWNER') AS json,
                 stream_id, seq, at, payload
            FROM created CROSS JOIN event
          """);
  private static final String MINE =
      """
      SELECT o.id::text AS cursor, organization_view(o, m.role) AS json
        FROM organization_member m JOIN organization o ON o.id = m.organization_id
       WHERE m.user_id = $1 AND m.organization_id > $2
       ORDER BY m.organization_id LIMIT $3 + 1
      """;
  private static final String BY_ID =
      """
      SELECT o.id, o.version, organization_view(o, m.role) AS json
        FROM organization_member m JOIN organization o ON o.id = m.organization_id
       WHERE m.user_id = $1 AND m.organization_id = $2
      """;

  private final Reads reads;
  private final Writes writes;

  PgOrganizationStore(Database database) {
    reads = database.reads();
    writes = database.writes();
  }

  /** Founds an organization; a repeated command finds the one that it founded. */
  Future<Optional<Written>> insert(Caller caller, CreateOrganization command) {
    UUID user = caller.user();
    return writes
        .create(
            caller,
            command.id(),
            Lock.stream(command.id()),
            INSERT,
            Tuple.of(user, command.id(), command.name()))
        .map(
            creation ->
                creation instanceof Creation.Run(Optional<Row> row) && row.isEmpty()
                    ? new Creation.Repeated(command.id())
                    : creation)
        .compose(
            creation ->
                Written.of(
                    creation,
                    r -> Written.of(r, StreamId.Kind.ORGANIZATION, EventType.MEMBER_ADDED, user),
                    id -> findIfMember(user, id)));
  }

  Future<ResourcePage> listOfMember(UUID user, PageRequest page) {
    return reads
        .list(MINE, Tuple.of(user, Pages.idAfter(page.cursor()), page.limit()))
        .map(rows -> Pages.of(rows, page.limit()));
  }

  Future<Optional<Resource>> findIfMember(UUID user, UUID organization) {
    return reads
        .first(BY_ID, Tuple.of(user, organization))
        .map(row -> row.map(PgOrganizationStore::toResource));
  }

  static Resource toResource(Row row) {
    return new Resource(row.getUUID("id"), row.getLong("version"), row.getString("json"));
  }
}
