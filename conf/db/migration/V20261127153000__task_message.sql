-- A task can be made of a message of its project. The task keeps the link; what readers of the message see
-- of it stands in the message's row, like its reactions.
ALTER TABLE task ADD COLUMN message_id uuid REFERENCES message ON DELETE SET NULL;
COMMENT ON COLUMN task.message_id IS 'the message of the same project that it was made of';
CREATE UNIQUE INDEX task_of_message ON task (message_id)
 WHERE message_id IS NOT NULL AND deleted_at IS NULL;
CREATE INDEX task_message ON task (message_id) WHERE message_id IS NOT NULL; -- for the reference

ALTER TABLE message ADD COLUMN task_id uuid;
COMMENT ON COLUMN message.task_id IS
  'the task made of it, unless that is in the trash: from task.message_id, by task_changed';

-- The title of a task that is made of a text and has none of its own: the first line that says something,
-- as far as a title goes.
CREATE FUNCTION title_of(p_text text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT rtrim(left(coalesce(substring(p_text FROM '\S[^\n\r]*'), p_text), 200))
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
      || ',"message":' || coalesce('"' || t.message_id || '"', 'null')
      || ',"rank":' || json_text(t.rank) || ',"version":' || t.version
      || ',"createdAt":"' || rfc3339(t.created_at)
      || '","updatedAt":"' || rfc3339(t.updated_at) || '"}'
$$;

-- Enters what changed of a task, renders it and tells of it; the message that it was made of learns
-- whether it is there. For a task that was really written; one that was created has nothing before it.
CREATE OR REPLACE FUNCTION task_changed(p_type text, p_actor uuid, p_before task, p_after task,
                                        p_project_key text, OUT id uuid, OUT version bigint,
                                        OUT view text, OUT seq bigint, OUT at timestamptz)
LANGUAGE plpgsql AS $$
BEGIN
  id := p_after.id;
  version := p_after.version;
  view := task_view(p_after, p_project_key);
  IF p_type IN ('task.created', 'task.deleted', 'task.restored') THEN
    PERFORM record_activity(p_after.id, p_actor, split_part(p_type, '.', 2), NULL, NULL);
    IF p_after.message_id IS NOT NULL THEN
      UPDATE message m SET task_id = CASE WHEN p_after.deleted_at IS NULL THEN p_after.id END
       WHERE m.id = p_after.message_id;
    END IF;
  ELSE
    PERFORM record_changes(p_actor, p_before, p_after);
  END IF;
  SELECT e.seq, e.at INTO seq, at
    FROM append(p_after.project_id, p_type, p_actor, p_after.id, view) e;
END
$$;

CREATE OR REPLACE FUNCTION message_view(m message) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT '{"id":"' || m.id || '","projectId":"' || m.project_id || '","seq":' || m.seq
      || ',"sender":"' || m.sender || '","clientId":"' || m.client_id
      || '","body":' || json_text(m.body) || ',"mentions":' || array_to_json(m.mentions)
      || ',"replyTo":' || coalesce('"' || m.reply_to || '"', 'null')
      || ',"replyCount":' || m.reply_count || ',"reactions":' || m.reactions
      || ',"task":' || coalesce('"' || m.task_id || '"', 'null')
      || ',"version":' || m.version || ',"createdAt":"' || rfc3339(m.created_at)
      || '","editedAt":' || coalesce('"' || rfc3339(m.edited_at) || '"', 'null')
      || ',"deleted":' || (m.deleted_at IS NOT NULL)::text || '}'
$$;

-- What an event that was told before says of a message now: its text is the present one; answers,
-- reactions and the task are as they were then, because those that followed are told by events of their own.
CREATE OR REPLACE FUNCTION message_retold(m message, p_payload text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT message_view(jsonb_populate_record(m, jsonb_strip_nulls(jsonb_build_object(
           'reply_count', p_payload::jsonb -> 'replyCount',
           'reactions', CASE WHEN m.deleted_at IS NULL THEN p_payload::jsonb -> 'reactions' END))
           || jsonb_build_object('task_id', p_payload::jsonb -> 'task')))
$$;
