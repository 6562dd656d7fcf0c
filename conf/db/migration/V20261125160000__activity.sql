-- Who changed what of a task, from what to what. Stays when the log of the stream is trimmed.
CREATE TABLE activity (
  task_id uuid        NOT NULL REFERENCES task ON DELETE CASCADE,
  id      bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
  actor   uuid        NOT NULL,
  at      timestamptz NOT NULL,
  field   text        NOT NULL,
  before  text        NOT NULL CHECK (before IS JSON),
  after   text        NOT NULL CHECK (after IS JSON),
  PRIMARY KEY (task_id, id)
);
COMMENT ON COLUMN activity.id IS 'in the order of the changes, because a task changes under its stream''s lock';
COMMENT ON COLUMN activity.field IS
  'the member of the task that changed, such as title; created, deleted and restored stand for the whole';
COMMENT ON COLUMN activity.before IS 'JSON: the value before, null where there was none';

-- Enters one change of a task. Call it where the change is made, for what really changed.
CREATE FUNCTION record_activity(p_task uuid, p_actor uuid, p_field text, p_before text, p_after text)
RETURNS void LANGUAGE sql AS $$
  INSERT INTO activity (task_id, actor, at, field, before, after)
  VALUES (p_task, p_actor, clock_timestamp(), p_field,
          coalesce(p_before, 'null'), coalesce(p_after, 'null'))
$$;

GRANT SELECT, INSERT ON activity TO "${appRole}";
