-- How far somebody has read a project's conversation.
CREATE TABLE read_position (
  user_id    uuid   NOT NULL REFERENCES account,
  project_id uuid   NOT NULL REFERENCES project ON DELETE CASCADE,
  seq        bigint NOT NULL,
  PRIMARY KEY (user_id, project_id)
) WITH (fillfactor = 50);
CREATE INDEX read_position_project ON read_position (project_id);
COMMENT ON COLUMN read_position.seq IS 'in the project''s stream; never goes backwards';
GRANT SELECT, INSERT, UPDATE ON read_position TO "${appRole}";

CREATE FUNCTION read_view(p_project uuid, p_seq bigint) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT '{"projectId":"' || p_project || '","lastReadSeq":' || p_seq || '}'
$$;

-- What waits for a user in a project that they may read: messages of others that still have a text,
-- and how many of these call the user; of the newest thousand.
CREATE FUNCTION unread_view(p_project uuid, p_user uuid) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT '{"projectId":"' || p_project || '","lastReadSeq":' || r.seq
      || ',"unread":' || count(u) || ',"mentions":' || count(u) FILTER (WHERE u.mentioned) || '}'
    FROM (SELECT coalesce((SELECT seq FROM read_position
                            WHERE user_id = p_user AND project_id = p_project), 0) AS seq) AS r
    LEFT JOIN LATERAL (
      SELECT p_user = ANY (m.mentions) AS mentioned FROM message m
       WHERE m.project_id = p_project AND m.seq > r.seq
         AND m.sender <> p_user AND m.deleted_at IS NULL
       ORDER BY m.seq DESC LIMIT 1000) AS u ON true
   GROUP BY r.seq
$$;
