-- What this database is, and what it shares: one row, written once.
CREATE TABLE installation (
  single             boolean PRIMARY KEY DEFAULT true CHECK (single),
  id                 uuid        NOT NULL DEFAULT gen_random_uuid(),
  restore_generation integer     NOT NULL DEFAULT 0,
  created_at         timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN installation.restore_generation IS
  'Raised by whoever restores a backup, so that positions of the lost future are refused.';
INSERT INTO installation DEFAULT VALUES;
GRANT SELECT ON installation TO "${appRole}";

-- Names the history that stream positions refer to: a restore or a promotion begins another one.
CREATE FUNCTION stream_epoch() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT left(md5(i.id::text || ':' || i.restore_generation || ':' || c.timeline_id), 12)
    FROM installation i, pg_control_checkpoint() c
$$;

-- The one form of a time in JSON: RFC 3339, UTC, microseconds.
CREATE FUNCTION rfc3339(t timestamptz) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT to_char(t AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
$$;

-- A JSON string or null.
CREATE FUNCTION json_text(t text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT coalesce(to_json(t)::text, 'null')
$$;
