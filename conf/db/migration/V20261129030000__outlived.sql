-- What is looked for every minute because its time is over is found by an index where a table may be large.
CREATE INDEX session_end ON session (least(expires_at, revoked_at));
CREATE INDEX refresh_token_issued_at ON refresh_token (issued_at);
CREATE INDEX personal_token_expires_at ON personal_token (expires_at);
CREATE INDEX mail_token_expires_at ON mail_token (expires_at);

-- Takes up to so many entries from the far end of the log, and tells how many. The one without a number
-- stays for nodes of the last release.
CREATE FUNCTION trim_audit(p_rows integer) RETURNS integer
LANGUAGE sql SECURITY DEFINER SET search_path FROM CURRENT AS $$
  WITH gone AS (
    DELETE FROM audit WHERE id = ANY (ARRAY (
      SELECT id FROM audit WHERE at < now() - interval '1 year' ORDER BY at LIMIT p_rows))
    RETURNING 1
  )
  SELECT count(*)::integer FROM gone
$$;
REVOKE EXECUTE ON FUNCTION trim_audit(integer) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION trim_audit(integer) TO "${appRole}";
