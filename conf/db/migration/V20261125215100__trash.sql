-- A deleted task rests in the trash for 30 days, then it goes for good. It keeps its place on the board,
-- so that nothing is put exactly there and it can return to it.
ALTER TABLE task ADD COLUMN deleted_at timestamptz;
COMMENT ON COLUMN task.deleted_at IS 'when it was put into the trash; null: it is not there';
CREATE INDEX task_trash ON task (project_id, deleted_at, id) WHERE deleted_at IS NOT NULL;
CREATE INDEX task_trash_age ON task (deleted_at) WHERE deleted_at IS NOT NULL;

CREATE FUNCTION is_restorable(p_deleted_at timestamptz) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT p_deleted_at >= now() - interval '30 days'
$$;

CREATE OR REPLACE FUNCTION may_be_parent(p_parent uuid, p_project uuid) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT p_parent IS NULL OR EXISTS (
           SELECT FROM task WHERE id = p_parent AND project_id = p_project AND parent IS NULL
                              AND deleted_at IS NULL)
$$;

CREATE FUNCTION has_subtasks(p_task uuid) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT EXISTS (SELECT FROM task WHERE parent = p_task AND deleted_at IS NULL)
$$;

CREATE OR REPLACE FUNCTION readable_task(p_task uuid, p_user uuid)
RETURNS TABLE (id uuid, project_id uuid, project_key text, team_id uuid, archived boolean, role text,
               may_change boolean)
LANGUAGE sql STABLE AS $$
  SELECT t.id, p.id, p.key, p.team_id, p.archived, r.role,
         r.role <> 'GUEST' OR p_user = ANY (t.assignees)
    FROM task t JOIN project p ON p.id = t.project_id
    CROSS JOIN LATERAL (SELECT team_role(p.team_id, p_user) AS role) r
   WHERE t.id = p_task AND t.deleted_at IS NULL AND r.role IS NOT NULL
$$;

-- Takes up to so many tasks that can be restored no longer, and tells how many. Nobody sees them any
-- more, so that nothing is told of it; no right comes from this but to forget what is deleted.
CREATE FUNCTION purge_trash(p_rows integer) RETURNS integer
LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS $$
  WITH gone AS (
    DELETE FROM task WHERE id = ANY (ARRAY (
      SELECT id FROM task WHERE deleted_at IS NOT NULL AND NOT is_restorable(deleted_at)
       ORDER BY deleted_at LIMIT p_rows FOR UPDATE SKIP LOCKED))
    RETURNING 1
  )
  SELECT count(*)::integer FROM gone
$$;
REVOKE EXECUTE ON FUNCTION purge_trash(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION purge_trash(integer) TO "${appRole}";
