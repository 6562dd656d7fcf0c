-- Subtasks: a task may stand below another one of its project, one level deep.
ALTER TABLE task ADD COLUMN parent uuid REFERENCES task ON DELETE SET NULL;
COMMENT ON COLUMN task.parent IS 'a task of the same project that has no parent itself';
CREATE INDEX task_parent ON task (parent) WHERE parent IS NOT NULL;

-- Guard for the parent that a task names; null names none. Call it under the project's lock.
CREATE FUNCTION may_be_parent(p_parent uuid, p_project uuid) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT p_parent IS NULL OR EXISTS (
           SELECT FROM task WHERE id = p_parent AND project_id = p_project AND parent IS NULL)
$$;

CREATE OR REPLACE FUNCTION task_view(t task, p_project_key text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT '{"id":"' || t.id || '","projectId":"' || t.project_id || '","number":' || t.number
      || ',"key":"' || p_project_key || '-' || t.number
      || '","title":' || json_text(t.title) || ',"description":' || json_text(t.description)
      || ',"status":"' || t.status || '","priority":"' || t.priority
      || '","deadline":' || coalesce('"' || rfc3339(t.deadline) || '"', 'null')
      || ',"assignees":' || array_to_json(t.assignees) || ',"labels":' || array_to_json(t.labels)
      || ',"parent":' || coalesce('"' || t.parent || '"', 'null')
      || ',"rank":' || json_text(t.rank) || ',"version":' || t.version
      || ',"createdAt":"' || rfc3339(t.created_at)
      || '","updatedAt":"' || rfc3339(t.updated_at) || '"}'
$$;
