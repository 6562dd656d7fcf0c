-- A deleted project has no team: nobody has a role in it, its stream admits nobody, and its key is
-- free again. However much is in it, that is one row; the rest goes later, in slices.
ALTER TABLE project ALTER team_id DROP NOT NULL;
COMMENT ON COLUMN project.team_id IS 'null: deleted at updated_at, and waiting to be purged';
CREATE INDEX project_deleted ON project (updated_at) WHERE team_id IS NULL;

-- Takes up to so many rows of a project that was deleted an hour ago or earlier, and tells how many.
-- Until then whoever follows it learns from its stream that it is gone. Newer messages go first:
-- they are the ones that reply. Nobody gets more rights by this than to forget what is deleted.
CREATE FUNCTION purge_deleted_projects(p_rows integer) RETURNS integer
LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  gone  uuid;
  taken integer;
BEGIN
  SELECT id INTO gone FROM project
   WHERE team_id IS NULL AND updated_at < now() - interval '1 hour'
   ORDER BY updated_at LIMIT 1 FOR UPDATE SKIP LOCKED;
  IF gone IS NULL THEN
    RETURN 0;
  END IF;
  DELETE FROM message WHERE id IN (
    SELECT id FROM message WHERE project_id = gone ORDER BY seq DESC LIMIT p_rows);
  GET DIAGNOSTICS taken = ROW_COUNT;
  IF taken > 0 THEN
    RETURN taken;
  END IF;
  DELETE FROM task WHERE id IN (
    SELECT id FROM task WHERE project_id = gone ORDER BY number DESC LIMIT p_rows);
  GET DIAGNOSTICS taken = ROW_COUNT;
  IF taken > 0 THEN
    RETURN taken;
  END IF;
  DELETE FROM event WHERE stream_id = gone AND seq IN (
    SELECT seq FROM event WHERE stream_id = gone ORDER BY seq LIMIT p_rows);
  GET DIAGNOSTICS taken = ROW_COUNT;
  IF taken > 0 THEN
    RETURN taken;
  END IF;
  DELETE FROM project WHERE id = gone;
  DELETE FROM stream WHERE id = gone;
  RETURN 1;
END
$$;
REVOKE EXECUTE ON FUNCTION purge_deleted_projects(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION purge_deleted_projects(integer) TO "${appRole}";
