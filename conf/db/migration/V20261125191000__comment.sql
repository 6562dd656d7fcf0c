-- What is said about a task. Its order is that of the ids, which grow with time.
CREATE TABLE comment (
  id         uuid        PRIMARY KEY,
  task_id    uuid        NOT NULL REFERENCES task ON DELETE CASCADE,
  author     uuid        NOT NULL REFERENCES account,
  body       text        NOT NULL CHECK (
               CASE WHEN deleted_at IS NULL THEN length(body) BETWEEN 1 AND 20000 ELSE body = '' END),
  mentions   uuid[]      NOT NULL,
  version    bigint      NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  edited_at  timestamptz,
  deleted_at timestamptz
);
COMMENT ON COLUMN comment.mentions IS 'who of those named in the body could read it then';
COMMENT ON COLUMN comment.deleted_at IS
  'when the text was taken away; the row stays, so that pages keep their places';
CREATE INDEX comment_task ON comment (task_id, id);

-- A task as far as somebody may see it: no row for strangers. Everything that hangs on a task begins
-- here. Guests change, and comment on, only what is assigned to them.
CREATE FUNCTION readable_task(p_task uuid, p_user uuid)
RETURNS TABLE (id uuid, project_id uuid, project_key text, team_id uuid, archived boolean, role text,
               may_change boolean)
LANGUAGE sql STABLE AS $$
  SELECT t.id, p.id, p.key, p.team_id, p.archived, r.role,
         r.role <> 'GUEST' OR p_user = ANY (t.assignees)
    FROM task t JOIN project p ON p.id = t.project_id
    CROSS JOIN LATERAL (SELECT team_role(p.team_id, p_user) AS role) r
   WHERE t.id = p_task AND r.role IS NOT NULL
$$;

-- Those of the people who may read what the team has, in the same order.
CREATE FUNCTION readers_among(p_users uuid[], p_team uuid) RETURNS uuid[]
LANGUAGE sql STABLE AS $$
  SELECT ARRAY(SELECT u FROM unnest(p_users) WITH ORDINALITY AS named (u, n)
                WHERE team_role(p_team, u) IS NOT NULL ORDER BY n)
$$;

CREATE FUNCTION comment_view(c comment, p_project uuid) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT '{"id":"' || c.id || '","taskId":"' || c.task_id || '","projectId":"' || p_project
      || '","author":"' || c.author || '","body":' || json_text(c.body)
      || ',"mentions":' || array_to_json(c.mentions) || ',"version":' || c.version
      || ',"createdAt":"' || rfc3339(c.created_at)
      || '","editedAt":' || coalesce('"' || rfc3339(c.edited_at) || '"', 'null')
      || ',"deleted":' || (c.deleted_at IS NOT NULL)::text || '}'
$$;

-- Tells people, each on their own stream, that a comment calls them; not its author, who knows. Their
-- streams must be locked.
CREATE FUNCTION call_people(p_people uuid[], c comment, p_project uuid)
RETURNS TABLE (person uuid, seq bigint, at timestamptz, payload text)
LANGUAGE sql AS $$
  SELECT m.person, e.seq, e.at, m.payload
    FROM (SELECT person, '{"projectId":"' || p_project || '","taskId":"' || c.task_id
                      || '","commentId":"' || c.id || '","by":"' || c.author || '"}' AS payload
            FROM unnest(p_people) person WHERE person <> c.author ORDER BY person) m,
         append(m.person, 'mention.created', c.author, c.id, m.payload) e
$$;

GRANT SELECT, INSERT, UPDATE ON comment TO "${appRole}";
