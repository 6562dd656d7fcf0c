-- A second factor, tokens for programs, and the log of what concerns security.
ALTER TABLE account
  ADD version           bigint NOT NULL DEFAULT 1,
  ADD email_verified_at timestamptz,
  ADD disabled_at       timestamptz,
  ADD deleted_at        timestamptz;
COMMENT ON COLUMN account.disabled_at IS 'set by an operator with disable_account(): nobody signs in until it is enabled';
COMMENT ON COLUMN account.deleted_at  IS 'the row stays, without anything personal: what the account wrote names it';

CREATE TABLE totp (
  account_id     uuid        PRIMARY KEY REFERENCES account ON DELETE CASCADE,
  secret         bytea       NOT NULL,
  confirmed_at   timestamptz,
  last_step      bigint      NOT NULL DEFAULT 0,
  attempts       integer     NOT NULL DEFAULT 0,
  attempts_since timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN totp.secret    IS 'sealed with a key outside the database';
COMMENT ON COLUMN totp.last_step IS 'the time step of the last code accepted: none is accepted twice';
COMMENT ON COLUMN totp.attempts  IS 'tries since attempts_since without a right one; too many and only recovery codes work';

-- An account as its owner sees it.
CREATE FUNCTION profile_view(a account) RETURNS text LANGUAGE sql STABLE AS $$
  SELECT '{"id":"' || a.id || '","email":' || json_text(a.email) || ',"name":' || json_text(a.name)
      || ',"emailVerified":' || (a.email_verified_at IS NOT NULL)
      || ',"secondFactor":' || EXISTS (
           SELECT FROM totp t WHERE t.account_id = a.id AND t.confirmed_at IS NOT NULL)
      || ',"createdAt":"' || rfc3339(a.created_at) || '"}'
$$;

-- The account, from a session of the last minutes: for what must not be done with a session that
-- somebody found open.
CREATE FUNCTION fresh_session(p_account uuid, p_session uuid) RETURNS TABLE (account_id uuid)
LANGUAGE sql STABLE AS $$
  SELECT account_id FROM session
   WHERE id = p_session AND account_id = p_account AND revoked_at IS NULL
     AND created_at > now() - interval '15 minutes'
$$;

-- Single use: whoever uses one deletes it.
CREATE TABLE recovery_code (
  account_id uuid  NOT NULL REFERENCES account ON DELETE CASCADE,
  hash       bytea NOT NULL,
  PRIMARY KEY (account_id, hash)
);

CREATE TABLE personal_token (
  id           uuid        PRIMARY KEY,
  account_id   uuid        NOT NULL REFERENCES account ON DELETE CASCADE,
  name         text        NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  hash         bytea       NOT NULL UNIQUE,
  scopes       text[]      NOT NULL,
  created_at   timestamptz NOT NULL DEFAULT now(),
  expires_at   timestamptz NOT NULL,
  last_used_at timestamptz
);
CREATE INDEX personal_token_account ON personal_token (account_id);
CREATE TRIGGER personal_token_deleted AFTER DELETE ON personal_token
  FOR EACH ROW EXECUTE FUNCTION log_revocation();

-- Who did what to an account, from where. Nobody but the owner of the schema changes it afterwards.
CREATE TABLE audit (
  id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  at         timestamptz NOT NULL DEFAULT now(),
  account_id uuid,
  action     text        NOT NULL,
  result     text        NOT NULL DEFAULT 'DONE' CHECK (result IN ('DONE', 'REFUSED')),
  address    text        NOT NULL,
  device     text        NOT NULL
);
CREATE INDEX audit_account ON audit (account_id, id);
CREATE INDEX audit_at ON audit (at);
COMMENT ON COLUMN audit.account_id IS 'no foreign key: the log outlives the account; absent where there is none';

-- The one way to shorten the log, and only its far end.
CREATE FUNCTION trim_audit() RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS $$
  DELETE FROM audit WHERE at < now() - interval '1 year'
$$;
REVOKE EXECUTE ON FUNCTION trim_audit() FROM PUBLIC;

-- The one way to begin a session, whatever proved who it is. A place that never signed in to the
-- account before is told to its owner by mail.
CREATE FUNCTION begin_session(p_session uuid, p_account uuid, p_refresh_hash bytea, p_address text,
                              p_device text, p_action text)
RETURNS uuid LANGUAGE sql AS $$
  WITH mailed AS (
    INSERT INTO mail (id, kind, account_id, detail)
    SELECT gen_random_uuid(), 'NEW_SIGN_IN', p_account,
           jsonb_build_object('device', p_device, 'address', p_address, 'at', now())
     WHERE EXISTS (SELECT FROM session WHERE account_id = p_account)
       AND NOT EXISTS (SELECT FROM session
                        WHERE account_id = p_account AND device = p_device AND address = p_address)
  ), audited AS (
    INSERT INTO audit (account_id, action, address, device)
    VALUES (p_account, p_action, p_address, p_device)
  ), begun AS (
    INSERT INTO session (id, account_id, device, address, expires_at)
    VALUES (p_session, p_account, p_device, p_address, now() + interval '30 days')
  )
  INSERT INTO refresh_token (hash, session_id) VALUES (p_refresh_hash, p_session)
  RETURNING session_id
$$;

-- For operators, in psql: nobody signs in to the account, and whoever is signed in is out within a second.
CREATE FUNCTION disable_account(address text) RETURNS boolean LANGUAGE sql AS $$
  WITH a AS (
    UPDATE account SET disabled_at = now(), password_version = password_version + 1
     WHERE lower(email) = lower(address) AND deleted_at IS NULL
    RETURNING id
  ), sessions AS (
    UPDATE session s SET revoked_at = now() FROM a WHERE s.account_id = a.id AND s.revoked_at IS NULL
  ), tokens AS (
    DELETE FROM personal_token t USING a WHERE t.account_id = a.id
  ), audited AS (
    INSERT INTO audit (account_id, action, address, device) SELECT id, 'DISABLE_ACCOUNT', '', '' FROM a
  )
  SELECT EXISTS (SELECT FROM a)
$$;
CREATE FUNCTION enable_account(address text) RETURNS boolean LANGUAGE sql AS $$
  WITH a AS (
    UPDATE account SET disabled_at = NULL WHERE lower(email) = lower(address) AND deleted_at IS NULL RETURNING id
  ), audited AS (
    INSERT INTO audit (account_id, action, address, device) SELECT id, 'ENABLE_ACCOUNT', '', '' FROM a
  )
  SELECT EXISTS (SELECT FROM a)
$$;

GRANT SELECT, INSERT, UPDATE, DELETE ON totp, recovery_code, personal_token TO "${appRole}";
GRANT SELECT, INSERT ON audit TO "${appRole}";
GRANT EXECUTE ON FUNCTION trim_audit() TO "${appRole}";
