package io.teamflow.task;

import io.teamflow.stream.database.Statement;

/** The statements of {@link PgTaskStore}. Both writes run after the project's stream is locked. */
final class TaskSql {

  /**
   * $1 user, $2 id, $3 project, $4 title, $5 description, $6 priority, $7 deadline, $8, $9 ids, $10
   * parent, $11 message; the title is that message's where it is null. What was created already is
   * answered whatever became of the rest since.
   */
  static final Statement INSERT =
      Statement.of(
          """
          WITH access AS (
            SELECT p.id, p.key, p.team_id, p.archived, may.role
              FROM project p, team_access(p.team_id, $1) may
             WHERE p.id = $3 AND may.role IS NOT NULL
          ), known AS (
            SELECT t FROM task t JOIN access a ON a.id = t.project_id WHERE t.id = $2
          ), source AS (
            SELECT m.task_id, title_of(m.body) AS title
              FROM message m JOIN access a ON a.id = m.project_id
             WHERE m.id = $11 AND m.deleted_at IS NULL
          ), verdict AS (
            SELECT CASE
                     WHEN role = 'GUEST' THEN 'FORBIDDEN'
                     WHEN EXISTS (SELECT FROM known) THEN NULL
                     WHEN archived THEN 'ARCHIVED'
                     WHEN NOT are_members($8, team_id) THEN 'ASSIGNEES'
                     WHEN NOT are_labels($9, id) THEN 'LABELS'
                     WHEN NOT may_be_parent($10, id) THEN 'PARENT'
                     WHEN $11 IS NOT NULL AND NOT EXISTS (SELECT FROM source) THEN 'MESSAGE'
                     WHEN task_id <> $2 THEN 'HAS_TASK' END AS refusal,
                   task_id::text AS blockers
              FROM access LEFT JOIN source ON true
          ), numbered AS (
            UPDATE stream s SET task_number = s.task_number + 1 FROM verdict
             WHERE s.id = $3 AND refusal IS NULL AND NOT EXISTS (SELECT FROM known)
            RETURNING s.task_number
          ), created AS (
            INSERT INTO task (id, project_id, number, title, description, status, priority,
                              deadline, assignees, labels, parent, message_id, rank)
            SELECT $2, $3, task_number, coalesce($4, (SELECT title FROM source)), $5, 'TODO', $6,
                   $7, $8, $9, $10, $11,
                   rank_after((SELECT max(rank) FROM task
                                WHERE project_id = $3 AND board_column = 0))
              FROM numbered
            RETURNING task AS t
          ), told AS (
            SELECT e.* FROM created c, access a,
                   task_changed('task.created', $1, NULL::task, c.t, a.key) e
          ), result AS (
            SELECT id, version, view AS json, seq, at FROM told
            UNION ALL SELECT (t).id, (t).version, task_view(t, a.key), NULL, NULL
              FROM known, access a
          )
          SELECT v.refusal, v.blockers, r.id, r.version, r.json, 'project' AS kind,
                 'task.created' AS type, $3::uuid AS stream_id, r.seq, r.at, r.json AS payload
            FROM verdict v LEFT JOIN result r ON true
          """);

  /**
   * $1 user, $2 task, $3 version; then the members, null to leave them; $8 tells of a deadline, $12
   * of a parent.
   */
  static final Statement UPDATE =
      Statement.of(
          """
          WITH seen AS (
            SELECT t, p.key, p.archived, p.workflow, p.team_id, may.role
              FROM task t JOIN project p ON p.id = t.project_id, team_access(p.team_id, $1) may
             WHERE t.id = $2 AND t.deleted_at IS NULL AND may.role IS NOT NULL
          ), wanted AS (
            SELECT coalesce($4, (t).title) AS title, coalesce($5, (t).description) AS description,
                   coalesce($6, (t).status) AS status, coalesce($7, (t).priority) AS priority,
                   CASE WHEN $8 THEN $9 ELSE (t).deadline END AS deadline,
                   coalesce($10, (t).assignees) AS assignees, coalesce($11, (t).labels) AS labels,
                   CASE WHEN $12 THEN $13 ELSE (t).parent END AS parent
              FROM seen
          ), verdict AS (
            SELECT CASE
                     WHEN role = 'GUEST' AND NOT $1 = ANY ((t).assignees) THEN 'FORBIDDEN'
                     WHEN (t).version <> $3 AND NOT same THEN 'STALE'
                     WHEN archived THEN 'ARCHIVED'
                     WHEN NOT may_become((t).status, w.status, workflow) THEN 'WORKFLOW'
                     WHEN NOT are_members($10, team_id) THEN 'ASSIGNEES'
                     WHEN NOT are_labels($11, (t).project_id) THEN 'LABELS'
                     WHEN w.parent IS DISTINCT FROM (t).parent AND (
                          NOT may_be_parent(w.parent, (t).project_id) OR w.parent = (t).id
                          OR has_subtasks((t).id)) THEN 'PARENT'
                     END AS refusal, same
              FROM seen, wanted w, LATERAL (
                SELECT ROW (w.*) IS NOT DISTINCT FROM
                       ROW ((t).title, (t).description, (t).status, (t).priority, (t).deadline,
                            (t).assignees, (t).labels, (t).parent) AS same) c
          ), changed AS (
            UPDATE task SET
                   title = w.title, description = w.description, status = w.status,
                   priority = w.priority, deadline = w.deadline, assignees = w.assignees,
                   labels = w.labels, parent = w.parent, version = task.version + 1, updated_at = now(),
                   rank = CASE WHEN w.status = task.status THEN task.rank ELSE rank_after((
                            SELECT max(o.rank) FROM task o
                             WHERE o.project_id = task.project_id
                               AND o.board_column = board_column(w.status))) END
              FROM wanted w, verdict v
             WHERE task.id = $2 AND v.refusal IS NULL AND NOT v.same
            RETURNING task AS t
          ), told AS (
            SELECT e.* FROM changed c, seen s,
                   task_changed('task.updated', $1, s.t, c.t, s.key) e
          )
          SELECT v.refusal, (s.t).id, coalesce(e.version, (s.t).version) AS version,
                 coalesce(e.view, task_view(s.t, s.key)) AS json,
                 (s.t).project_id AS stream_id, e.seq, e.at, e.view AS payload
            FROM seen s CROSS JOIN verdict v LEFT JOIN told e ON true
          """);

  /**
   * Like {@link #UPDATE}; $14 the project, of which the task must be. That is asked of the task
   * that was found, so that it is not looked for among those of the project.
   */
  static final Statement UPDATE_IN_PROJECT =
      Statement.of(
          UPDATE
              .sql()
              .replace("WITH seen AS (", "WITH found AS MATERIALIZED (")
              .replace(
                  "), wanted AS (",
                  "), seen AS (SELECT * FROM found WHERE (t).project_id = $14), wanted AS ("));

  static final String BY_ID =
      """
      SELECT t.id, t.version, task_view(t, p.key) AS json
        FROM task t JOIN project p ON p.id = t.project_id, team_access(p.team_id, $1) may
       WHERE t.id = $2 AND t.deleted_at IS NULL AND may.role IS NOT NULL
      """;

  private TaskSql() {}
}
