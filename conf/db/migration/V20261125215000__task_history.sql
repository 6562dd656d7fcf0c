-- Enters every member of a task that differs. Where it stands in its column is of no interest later.
CREATE FUNCTION record_changes(p_actor uuid, p_before task, p_after task) RETURNS void
LANGUAGE sql AS $$
  INSERT INTO activity (task_id, actor, at, field, before, after)
  SELECT (p_after).id, p_actor, clock_timestamp(), c.field,
         coalesce(c.before, 'null'), coalesce(c.after, 'null')
    FROM (VALUES
      (1, 'title', json_text((p_before).title), json_text((p_after).title)),
      (2, 'description', json_text((p_before).description), json_text((p_after).description)),
      (3, 'status', json_text((p_before).status), json_text((p_after).status)),
      (4, 'priority', json_text((p_before).priority), json_text((p_after).priority)),
      (5, 'deadline', '"' || rfc3339((p_before).deadline) || '"',
                      '"' || rfc3339((p_after).deadline) || '"'),
      (6, 'assignees', array_to_json((p_before).assignees)::text,
                       array_to_json((p_after).assignees)::text),
      (7, 'labels', array_to_json((p_before).labels)::text,
                    array_to_json((p_after).labels)::text),
      (8, 'parent', '"' || (p_before).parent || '"', '"' || (p_after).parent || '"')
    ) c (place, field, before, after)
   WHERE c.before IS DISTINCT FROM c.after
   ORDER BY c.place
$$;

-- Enters what changed of a task, renders it and tells of it. For a task that was really written; one
-- that was created has nothing before it.
CREATE FUNCTION task_changed(p_type text, p_actor uuid, p_before task, p_after task,
                             p_project_key text, OUT id uuid, OUT version bigint, OUT view text,
                             OUT seq bigint, OUT at timestamptz)
LANGUAGE plpgsql AS $$
BEGIN
  id := p_after.id;
  version := p_after.version;
  view := task_view(p_after, p_project_key);
  IF p_type IN ('task.created', 'task.deleted', 'task.restored') THEN
    PERFORM record_activity(p_after.id, p_actor, split_part(p_type, '.', 2), NULL, NULL);
  ELSE
    PERFORM record_changes(p_actor, p_before, p_after);
  END IF;
  SELECT e.seq, e.at INTO seq, at
    FROM append(p_after.project_id, p_type, p_actor, p_after.id, view) e;
END
$$;

CREATE FUNCTION activity_view(a activity) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT '{"id":' || a.id || ',"actor":"' || a.actor || '","at":"' || rfc3339(a.at)
      || '","field":' || json_text(a.field) || ',"before":' || a.before || ',"after":' || a.after || '}'
$$;
