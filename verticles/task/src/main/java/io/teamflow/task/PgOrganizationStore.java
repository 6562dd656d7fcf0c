package io.teamflow.task;

import io.teamflow.codecs.bus.Caller;
import io.teamflow.codecs.bus.PageRequest;
import io.teamflow.codecs.bus.Resource;
import io.teamflow.codecs.bus.ResourcePage;
import io.teamflow.codecs.stream.EventType;
import io.teamflow.codecs.stream.StreamId;
import io.teamflow.codecs.task.CreateOrganization;
import io.teamflow.codecs.task.DeleteOrganization;
import io.teamflow.codecs.task.PatchOrganization;
import io.teamflow.stream.database.Creation;
import io.teamflow.stream.database.Database;
import io.teamflow.stream.database.Lock;
import io.teamflow.stream.database.Reads;
import io.teamflow.stream.database.Statement;
import io.teamflow.stream.database.Writes;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.util.List;
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
  private static final Statement UPDATE =
      Statement.of(
          """
          WITH seen AS (
            SELECT o, m.role FROM organization o
              JOIN organization_member m ON m.organization_id = o.id AND m.user_id = $1
             WHERE o.id = $2
          ), verdict AS (
            SELECT CASE WHEN role = 'MEMBER' THEN 'FORBIDDEN'
                        WHEN (o).version <> $3 AND (o).name <> $4 THEN 'STALE' END AS refusal,
                   (o).name = $4 AS same
              FROM seen
          ), changed AS (
            UPDATE organization SET name = $4, version = version + 1 FROM verdict v
             WHERE id = $2 AND v.refusal IS NULL AND NOT v.same
            RETURNING organization AS o
          ), event AS (
            SELECT e.* FROM changed c,
                   append_all(ARRAY[$2], 'organization.updated', $1, $2, organization_view(c.o, NULL)) e
          )
          SELECT v.refusal, NULL AS blockers, (s.o).id, coalesce((c.o).version, (s.o).version) AS version,
                 coalesce(organization_view(c.o, s.role), organization_view(s.o, s.role)) AS json, e.*
            FROM seen s CROSS JOIN verdict v LEFT JOIN changed c ON true LEFT JOIN event e ON true
          """);
  private static final Statement DELETE =
      Statement.of(
          """
          WITH seen AS (
            SELECT o, m.role FROM organization o
              JOIN organization_member m ON m.organization_id = o.id AND m.user_id = $1
             WHERE o.id = $2
          ), blockers AS (
            SELECT string_agg(name, ', ') AS names
              FROM (SELECT name FROM team WHERE organization_id = $2 ORDER BY id LIMIT 20) t
          ), verdict AS (
            SELECT CASE WHEN role <> 'OWNER' THEN 'FORBIDDEN'
                        WHEN (o).version <> $3 THEN 'STALE'
                        WHEN names IS NOT NULL THEN 'HAS_TEAMS' END AS refusal
              FROM seen, blockers
          ), gone AS (
            DELETE FROM organization USING verdict v WHERE id = $2 AND v.refusal IS NULL
            RETURNING id
          ), event AS (
            SELECT e.* FROM gone g,
                   append_all(ARRAY[g.id], 'organization.deleted', $1, g.id, '{"id":"' || g.id || '"}') e
          )
          SELECT v.refusal, b.names AS blockers, (s.o).id, (s.o).version,
                 organization_view(s.o, s.role) AS json, e.*
            FROM seen s CROSS JOIN verdict v CROSS JOIN blockers b LEFT JOIN event e ON true
          """);

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
                creation instanceof Creation.Run(List<Row> rows) && rows.isEmpty()
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

  /** Renames an organization. For owners and admins. */
  Future<Optional<Written>> updateIfVersion(UUID user, PatchOrganization command) {
    return writes
        .runLocked(
            Lock.stream(command.organizationId()),
            UPDATE,
            Tuple.of(user, command.organizationId(), command.version(), command.name()))
        .map(rows -> Written.ofAll(rows, user));
  }

  /** Deletes an organization that has no teams. For owners. */
  Future<Optional<Written>> deleteIfVersion(UUID user, DeleteOrganization command) {
    return writes
        .runLocked(
            Lock.stream(command.organizationId()),
            DELETE,
            Tuple.of(user, command.organizationId(), command.version()))
        .map(rows -> Written.ofAll(rows, user));
  }

  static Resource toResource(Row row) {
    return new Resource(row.getUUID("id"), row.getLong("version"), row.getString("json"));
  }
}
