-- What changes of organizations, teams and their members have in common.

-- Writes one event into the story of each of these streams that exists, in the order of their ids,
-- and tells where it stands. For a person the story is their own stream.
CREATE FUNCTION append_all(p_streams uuid[], p_type text, p_actor uuid, p_key uuid, p_payload text)
RETURNS TABLE (kind text, stream_id uuid, type text, seq bigint, at timestamptz, payload text)
LANGUAGE sql AS $$
  SELECT s.kind, s.id, p_type, a.seq, a.at, p_payload
    FROM (SELECT id, stream.kind FROM stream WHERE id = ANY (p_streams) ORDER BY id) s,
         append(s.id, p_type, p_actor, p_key, p_payload) a
$$;

-- Nobody grants above their own role, nor changes somebody above themself.
CREATE FUNCTION role_rank(p_role text) RETURNS integer LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT array_position(ARRAY['GUEST', 'MEMBER', 'ADMIN', 'OWNER'], p_role)
$$;

-- A member in lists and answers.
CREATE FUNCTION member_view(p_user uuid, p_name text, p_role text, p_joined_at timestamptz)
RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT '{"userId":"' || p_user || '","name":' || json_text(p_name) || ',"role":"' || p_role
      || '","joinedAt":"' || rfc3339(p_joined_at) || '"}'
$$;

-- A member in events; p_place is teamId or organizationId, because one's own stream tells of both.
-- Whoever has left has no role.
CREATE FUNCTION member_told(p_place text, p_id uuid, p_user uuid, p_role text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT '{"userId":"' || p_user || '","' || p_place || '":"' || p_id || '"'
      || coalesce(',"role":"' || p_role || '"', '') || '}'
$$;
