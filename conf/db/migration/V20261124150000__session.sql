-- Where an account is signed in, and how the end of a session becomes known everywhere.
-- The defaults let nodes of the last release go on beside this one.
ALTER TABLE account
  ADD password_version integer NOT NULL DEFAULT 1;
COMMENT ON COLUMN account.password_version IS
  'counts changes of the password, not of its hash: a sign-in that began before a change must fail';

ALTER TABLE session
  ADD device       text        NOT NULL DEFAULT '',
  ADD address      text        NOT NULL DEFAULT '',
  ADD last_seen_at timestamptz NOT NULL DEFAULT now();
COMMENT ON COLUMN session.device       IS 'what the program called itself';
COMMENT ON COLUMN session.last_seen_at IS 'when it last signed in or refreshed, from address';

-- What gateways refuse before its access tokens expire by themselves; kept as long as those live.
-- Rows become visible in commit order, not in the order of any number they carry, so a reader goes on
-- from the oldest transaction that was still open: it may meet a row twice, and misses none.
CREATE TABLE revocation (
  session_id uuid        PRIMARY KEY,
  xid        xid8        NOT NULL DEFAULT pg_current_xact_id(),
  revoked_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX revocation_xid ON revocation (xid);

-- However a session ends, nobody can forget to say so.
CREATE FUNCTION log_revocation() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO revocation (session_id) VALUES (OLD.id) ON CONFLICT DO NOTHING;
  RETURN NULL;
END
$$;
CREATE TRIGGER session_revoked AFTER UPDATE OF revoked_at ON session FOR EACH ROW
  WHEN (OLD.revoked_at IS NULL AND NEW.revoked_at IS NOT NULL) EXECUTE FUNCTION log_revocation();
CREATE TRIGGER session_deleted AFTER DELETE ON session FOR EACH ROW
  WHEN (OLD.revoked_at IS NULL) EXECUTE FUNCTION log_revocation();

GRANT SELECT, INSERT, DELETE ON revocation TO "${appRole}";
