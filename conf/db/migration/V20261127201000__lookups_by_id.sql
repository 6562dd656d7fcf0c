-- Guards look rows up by their ids alone and ask for the project afterwards: planned while there are few
-- tasks, a condition on both was answered by reading all those of the project.
CREATE OR REPLACE FUNCTION may_be_parent(p_parent uuid, p_project uuid) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT p_parent IS NULL OR coalesce(
           (SELECT t.project_id = p_project AND t.parent IS NULL AND t.deleted_at IS NULL
              FROM task t WHERE t.id = p_parent), false)
$$;

CREATE OR REPLACE FUNCTION are_labels(p_labels uuid[], p_project uuid) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT NOT EXISTS (SELECT FROM unnest(p_labels) l
                      WHERE (SELECT project_id FROM label WHERE id = l) IS DISTINCT FROM p_project)
$$;
