-- The ordered, durable log of each project, team, organization and user.
-- The row lock on stream makes seq gap-free and equal to commit order.
CREATE TABLE stream (
  id          uuid    PRIMARY KEY,
  kind        text    NOT NULL CHECK (kind IN ('project', 'team', 'organization', 'user')),
  head        bigint  NOT NULL DEFAULT 0,
  board       bigint  NOT NULL DEFAULT 0,
  floor       bigint  NOT NULL DEFAULT 0,
  task_number integer NOT NULL DEFAULT 0,
  CHECK (0 <= floor AND floor <= head AND board <= head)
) WITH (fillfactor = 50);
COMMENT ON COLUMN stream.head  IS 'seq of the last event';
COMMENT ON COLUMN stream.board IS 'seq of the last event that changed what a task list shows';
COMMENT ON COLUMN stream.floor IS 'seq of the last event that was trimmed: replay begins above it';
COMMENT ON COLUMN stream.task_number IS 'number of the newest task, here to save a second hot row';

CREATE TABLE event (
  stream_id uuid        NOT NULL REFERENCES stream ON DELETE CASCADE,
  seq       bigint      NOT NULL,
  type      text        NOT NULL CHECK (type ~ '^[a-z]+\.[a-z]+$'),
  actor     uuid,
  at        timestamptz NOT NULL,
  key       uuid        NOT NULL,
  payload   text        NOT NULL,
  PRIMARY KEY (stream_id, seq)
);
COMMENT ON COLUMN event.key IS 'the entity it tells of, so that a deletion can blank what was said';
COMMENT ON COLUMN event.payload IS 'JSON text, as it stands in the live frame';
CREATE INDEX event_key ON event (stream_id, key);

-- Events that change what a task list shows; chat must not evict cached lists.
CREATE FUNCTION moves_board(type text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT type LIKE 'task.%' OR type LIKE 'label.%' OR type LIKE 'project.%'
$$;

-- Takes the next p_count numbers of a stream and returns the last of them. Call it, and append(), only
-- for what is really written: a refused write must leave no hole.
CREATE FUNCTION advance(p_stream uuid, p_count integer, p_board boolean) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
  new_head bigint;
BEGIN
  UPDATE stream
     SET head = head + p_count, board = CASE WHEN p_board THEN head + p_count ELSE board END
   WHERE id = p_stream
  RETURNING head INTO new_head;
  IF new_head IS NULL THEN
    RAISE EXCEPTION 'stream % does not exist', p_stream USING ERRCODE = 'foreign_key_violation';
  END IF;
  RETURN new_head;
END
$$;

-- Writes one event.
CREATE FUNCTION append(p_stream uuid, p_type text, p_actor uuid, p_key uuid, p_payload text,
                       OUT seq bigint, OUT at timestamptz)
LANGUAGE plpgsql AS $$
BEGIN
  seq := advance(p_stream, 1, moves_board(p_type));
  at := clock_timestamp();
  INSERT INTO event (stream_id, seq, type, actor, at, key, payload)
  VALUES (p_stream, seq, p_type, p_actor, at, p_key, p_payload);
END
$$;

GRANT SELECT, INSERT, UPDATE ON stream TO "${appRole}";
GRANT SELECT, INSERT, UPDATE, DELETE ON event TO "${appRole}";
