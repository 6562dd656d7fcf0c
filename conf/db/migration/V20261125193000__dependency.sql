-- What waits for what: tasks of one project, without circles.
CREATE TABLE dependency (
  task_id    uuid NOT NULL REFERENCES task ON DELETE CASCADE,
  blocked_by uuid NOT NULL REFERENCES task ON DELETE CASCADE,
  PRIMARY KEY (task_id, blocked_by),
  CHECK (task_id <> blocked_by)
);
CREATE INDEX dependency_blocked_by ON dependency (blocked_by);

-- Whether a task waits for another one, directly or through others. Call it under the project's lock.
CREATE FUNCTION waits_for(p_task uuid, p_other uuid) RETURNS boolean
LANGUAGE sql STABLE AS $$
  WITH RECURSIVE awaited (id) AS (
    SELECT p_task
    UNION
    SELECT d.blocked_by FROM dependency d JOIN awaited a ON a.id = d.task_id
  )
  SELECT EXISTS (SELECT FROM awaited WHERE id = p_other)
$$;

-- A task as others show it.
CREATE FUNCTION task_reference(t task, p_project_key text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT '{"id":"' || t.id || '","key":"' || p_project_key || '-' || t.number
      || '","title":' || json_text(t.title) || ',"status":"' || t.status || '"}'
$$;

GRANT SELECT, INSERT, DELETE ON dependency TO "${appRole}";
