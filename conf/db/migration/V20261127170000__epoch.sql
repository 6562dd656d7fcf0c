-- The timeline is asked of memory: pg_control_checkpoint() reads a file each time, and the epoch is part
-- of every list. The value is the same, so positions that clients hold stay good.
CREATE OR REPLACE FUNCTION stream_epoch() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT left(md5(i.id::text || ':' || i.restore_generation || ':' ||
                  ('x' || left(pg_walfile_name(pg_current_wal_insert_lsn()), 8))::bit(32)::integer), 12)
    FROM installation i
$$;
