package io.teamflow.task;

import io.teamflow.stream.database.Statement;

/**
 * The statement of {@link PgBoardStore}. It runs after the project's stream is locked, so that
 * nobody else deals out ranks meanwhile.
 */
final class MoveSql {

  /**
   * $1 user, $2 task, $3 version, $4 status, $5 and $6 the neighbours. {@code place} lies between
   * two ranks that follow one another when the task itself is left out: if its rank is between
   * them, it is there already. The neighbours are looked up by their ids alone, however many tasks
   * the project has. Its row comes first; where ranks were dealt out anew, those of the other tasks
   * follow.
   */
  static final Statement MOVE =
      Statement.of(
          """
          WITH seen AS (
            SELECT t, p.key, p.archived, p.workflow, may.role
              FROM task t JOIN project p ON p.id = t.project_id, team_access(p.team_id, $1) may
             WHERE t.id = $2 AND t.deleted_at IS NULL AND may.role IS NOT NULL
          ), others AS NOT MATERIALIZED (
            SELECT rank FROM task
             WHERE project_id = (SELECT (t).project_id FROM seen)
               AND board_column = board_column($4) AND id <> $2
          ), near AS MATERIALIZED (
            SELECT id, project_id, board_column, rank FROM task
             WHERE id = ANY (ARRAY[$5, $6]::uuid[]) AND id <> $2 AND deleted_at IS NULL
          ), neighbours AS MATERIALIZED (
            SELECT max(rank) FILTER (WHERE near.id = $5) AS after,
                   max(rank) FILTER (WHERE near.id = $6) AS before
              FROM near, seen
             WHERE near.project_id = (t).project_id AND near.board_column = board_column($4)
          ), place AS MATERIALIZED (
            SELECT after, before,
                   CASE WHEN $5::uuid IS NOT NULL THEN after
                        WHEN $6::uuid IS NOT NULL THEN
                             (SELECT max(rank) FROM others WHERE rank < before)
                        ELSE (SELECT max(rank) FROM others) END AS low,
                   CASE WHEN $5::uuid IS NOT NULL THEN
                             (SELECT min(rank) FROM others WHERE rank > after)
                        ELSE before END AS high
              FROM neighbours
          ), verdict AS MATERIALIZED (
            SELECT CASE
                     WHEN role = 'GUEST' AND NOT $1 = ANY ((t).assignees) THEN 'FORBIDDEN'
                     WHEN (t).version <> $3 AND NOT same THEN 'STALE'
                     WHEN archived THEN 'ARCHIVED'
                     WHEN NOT may_become((t).status, $4, workflow) THEN 'WORKFLOW'
                     WHEN num_nonnulls(after, before) < num_nonnulls($5, $6) THEN 'NEIGHBOUR'
                     WHEN after >= before THEN 'ORDER' END AS refusal, same
              FROM seen, place, LATERAL (
                SELECT (t).board_column = board_column($4)
                       AND num_nonnulls(after, before) = num_nonnulls($5, $6)
                       AND (low IS NULL OR (t).rank > low)
                       AND (high IS NULL OR (t).rank < high) AS same) c
          ), allowed AS MATERIALIZED (
            SELECT (t).project_id, low, high FROM seen, place, verdict
             WHERE refusal IS NULL AND NOT same
          ), changed AS (
            UPDATE task SET
                   status = CASE WHEN task.id = $2 THEN $4 ELSE task.status END,
                   updated_at = CASE WHEN task.id = $2 THEN now() ELSE task.updated_at END,
                   rank = r.rank, version = task.version + 1
              FROM allowed a, ranks_at(a.project_id, board_column($4), $2, a.low, a.high) r
             WHERE task.id = r.id
            RETURNING task AS t
          ), visible AS (
            SELECT c.t, CASE WHEN (c.t).id = $2 THEN s.t ELSE c.t END AS before, s.key
              FROM changed c, seen s WHERE (c.t).deleted_at IS NULL
             ORDER BY (c.t).id <> $2, (c.t).rank
          ), told AS (
            SELECT e.* FROM visible n, task_changed('task.moved', $1, n.before, n.t, n.key) e
          )
          SELECT v.refusal, NULL::text AS blockers, (s.t).id,
                 coalesce(e.version, (s.t).version) AS version,
                 coalesce(e.view, task_view(s.t, s.key)) AS json,
                 'project' AS kind, 'task.moved' AS type, (s.t).project_id AS stream_id,
                 e.seq, e.at, e.view AS payload
            FROM seen s CROSS JOIN verdict v LEFT JOIN told e ON true
           ORDER BY e.seq
          """);

  private MoveSql() {}
}
