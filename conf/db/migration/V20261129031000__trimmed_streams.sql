-- The log of a stream is trimmed by age. Streams are found by the time of their oldest event, which changes
-- once between two trims: an index on it keeps updates of the counters in place, and events need none.
-- Streams that are there already count from now on.
ALTER TABLE stream ADD COLUMN oldest timestamptz DEFAULT now();
ALTER TABLE stream ALTER COLUMN oldest DROP DEFAULT;
COMMENT ON COLUMN stream.oldest IS 'about when the first event above floor was written; null: there is none';
CREATE INDEX stream_oldest ON stream (oldest) WHERE oldest IS NOT NULL;

CREATE OR REPLACE FUNCTION advance(p_stream uuid, p_count integer, p_board boolean) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
  new_head bigint;
BEGIN
  UPDATE stream
     SET head = head + p_count, board = CASE WHEN p_board THEN head + p_count ELSE board END,
         oldest = coalesce(oldest, clock_timestamp())
   WHERE id = p_stream
  RETURNING head INTO new_head;
  IF new_head IS NULL THEN
    RAISE EXCEPTION 'stream % does not exist', p_stream USING ERRCODE = 'foreign_key_violation';
  END IF;
  RETURN new_head;
END
$$;

-- Takes up to so many events, all of the stream with the oldest one, that are older than p_age, and tells
-- how many; 0 only when no stream has any. Numbers stay, and replay begins above the new floor.
CREATE FUNCTION trim_stream(p_rows integer, p_age interval) RETURNS integer
LANGUAGE plpgsql AS $$
DECLARE
  trimmed stream;
  last    bigint;
  taken   integer;
BEGIN
  SELECT * INTO trimmed FROM stream WHERE oldest < now() - p_age ORDER BY oldest LIMIT 1 FOR UPDATE;
  IF NOT FOUND THEN
    RETURN 0;
  END IF;
  SELECT coalesce(max(seq) FILTER (WHERE at < now() - p_age), trimmed.floor) INTO last
    FROM (SELECT seq, at FROM event WHERE stream_id = trimmed.id AND seq > trimmed.floor
           ORDER BY seq LIMIT p_rows) AS far_end;
  DELETE FROM event WHERE stream_id = trimmed.id AND seq > trimmed.floor AND seq <= last;
  GET DIAGNOSTICS taken = ROW_COUNT;
  UPDATE stream
     SET floor = last,
         oldest = (SELECT at FROM event WHERE stream_id = trimmed.id AND seq > last ORDER BY seq LIMIT 1)
   WHERE id = trimmed.id;
  RETURN greatest(taken, 1);
END
$$;
