// The statements of fastify.js, each prepared under its name. A write is one statement, so it is one round
// trip and a transaction of its own: row, history, event and board counter are committed together.
const statement = (name, text) => ({ name, text })

const VIEW = `t.id, t.project_id AS "projectId", t.number, p.key || '-' || t.number AS key, t.title,
  t.description, t.status, t.priority, t.deadline, t.assignees, t.labels, t.parent,
  t.message_id AS message, t.rank, t.version, t.created_at AS "createdAt", t.updated_at AS "updatedAt"`

/** $1 user, $2 project. */
export const BOARD = statement('board', `
  SELECT s.head, s.board FROM project p JOIN stream s USING (id), team_access(p.team_id, $1) may
   WHERE p.id = $2 AND may.role IS NOT NULL`)

/** $1 user, $2 project, $3 limit, $4 earliest deadline or null. A row without an id is an empty list. */
export const LIST = statement('list', `
  WITH p AS (
    SELECT p.id, p.key, s.head, s.board FROM project p JOIN stream s USING (id), team_access(p.team_id, $1) may
     WHERE p.id = $2 AND may.role IS NOT NULL
  ), page AS (
    SELECT t.* FROM task t JOIN p ON p.id = t.project_id
     WHERE t.deleted_at IS NULL AND ($4::timestamptz IS NULL OR t.deadline >= $4)
     ORDER BY t.board_column, t.rank LIMIT $3
  )
  SELECT p.head, p.board, ${VIEW} FROM p LEFT JOIN page t ON true ORDER BY t.board_column, t.rank`)

/** $1 user, $2 task. */
export const FIND = statement('find', `
  SELECT ${VIEW} FROM task t JOIN project p ON p.id = t.project_id, team_access(p.team_id, $1) may
   WHERE t.id = $2 AND t.deleted_at IS NULL AND may.role IS NOT NULL`)

/** $1 user, $2 project, $3 id, $4 title, $5 description, $6 priority, $7 deadline. */
export const CREATE = statement('create', `
  WITH p AS (
    SELECT p.id, p.key FROM project p, team_access(p.team_id, $1) may
     WHERE p.id = $2 AND NOT p.archived AND may.role IN ('ADMIN', 'MEMBER')
  ), advanced AS (
    UPDATE stream s SET task_number = s.task_number + 1, head = s.head + 1, board = s.head + 1
      FROM p WHERE s.id = p.id RETURNING s.task_number, s.head
  ), created AS (
    INSERT INTO task (id, project_id, number, title, description, status, priority, deadline, rank)
    SELECT $3, $2, task_number, $4, $5, 'TODO', $6, $7, 'a' || lpad(task_number::text, 6, '0') FROM advanced
    RETURNING *
  ), view AS (
    SELECT ${VIEW} FROM created t, p
  ), entered AS (
    INSERT INTO activity (task_id, actor, at, field, before, after)
    SELECT id, $1, clock_timestamp(), 'created', 'null', 'null' FROM view
  ), told AS (
    INSERT INTO event (stream_id, seq, type, actor, at, key, payload)
    SELECT $2, head, 'task.created', $1, clock_timestamp(), view.id, row_to_json(view)::text FROM advanced, view
  )
  SELECT * FROM view`)

/** $1 user, $2 task, $3 version, $4 title, $5 description, $6 priority; null to leave them. */
export const PATCH = statement('patch', `
  WITH seen AS (
    SELECT t.*, p.key FROM task t JOIN project p ON p.id = t.project_id, team_access(p.team_id, $1) may
     WHERE t.id = $2 AND t.deleted_at IS NULL AND NOT p.archived AND may.role IN ('ADMIN', 'MEMBER')
  ), changed AS (
    UPDATE task t SET title = coalesce($4, t.title), description = coalesce($5, t.description),
           priority = coalesce($6, t.priority), version = t.version + 1, updated_at = now()
      FROM seen WHERE t.id = seen.id AND t.version = $3 RETURNING t.*
  ), advanced AS (
    UPDATE stream s SET head = s.head + 1, board = s.head + 1
      FROM changed WHERE s.id = changed.project_id RETURNING s.head
  ), view AS (
    SELECT ${VIEW} FROM changed t, seen p
  ), entered AS (
    INSERT INTO activity (task_id, actor, at, field, before, after)
    SELECT seen.id, $1, clock_timestamp(), c.field, to_json(c.before)::text, to_json(c.after)::text
      FROM seen, view, LATERAL (VALUES
        ('title', seen.title, view.title), ('description', seen.description, view.description),
        ('priority', seen.priority, view.priority)) c (field, before, after)
     WHERE c.before IS DISTINCT FROM c.after
  ), told AS (
    INSERT INTO event (stream_id, seq, type, actor, at, key, payload)
    SELECT "projectId", head, 'task.updated', $1, clock_timestamp(), view.id, row_to_json(view)::text
      FROM advanced, view
  )
  SELECT view.*, seen.id AS seen FROM seen LEFT JOIN view ON true`)

/** Whom the load belongs to, and what it works on; once, before anything is measured. */
export const REGISTER = statement('register', 'INSERT INTO account (id, email, name) VALUES ($1, $2, $3)')
export const FOUND_ORGANIZATION = statement('found-organization', `
  WITH o AS (INSERT INTO organization (id, name) VALUES ($2, $3) RETURNING id)
  INSERT INTO organization_member (organization_id, user_id, role) SELECT id, $1, 'OWNER' FROM o`)
export const FOUND_TEAM = statement('found-team', `
  WITH t AS (INSERT INTO team (id, organization_id, name) VALUES ($2, $3, $4) RETURNING id)
  INSERT INTO team_member (team_id, user_id, role) SELECT id, $1, 'ADMIN' FROM t`)
export const FOUND_PROJECT = statement('found-project', `
  WITH p AS (INSERT INTO project (id, team_id, key, name) VALUES ($1, $2, 'PROJECT', $3) RETURNING id)
  INSERT INTO stream (id, kind) SELECT id, 'project' FROM p`)
