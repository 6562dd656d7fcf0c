-- Reactions to messages. What readers see of them stands rendered in the message's row, so that
-- neither reading nor sending has to look here.
CREATE TABLE reaction (
  message_id uuid   NOT NULL REFERENCES message ON DELETE CASCADE,
  emoji      text   NOT NULL COLLATE "C" CHECK (length(emoji) BETWEEN 1 AND 16),
  user_id    uuid   NOT NULL REFERENCES account,
  id         bigint NOT NULL GENERATED ALWAYS AS IDENTITY,
  PRIMARY KEY (message_id, emoji, user_id)
);
COMMENT ON COLUMN reaction.id IS 'who was first; in that order because of the stream''s lock';
GRANT SELECT, INSERT, DELETE ON reaction TO "${appRole}";

ALTER TABLE message ADD reactions text NOT NULL DEFAULT '[]';
COMMENT ON COLUMN message.reactions IS 'JSON as in message_view, from the table reaction';

CREATE FUNCTION reactions_view(p_message uuid) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT coalesce('[' || string_agg('{"emoji":' || json_text(emoji) || ',"count":' || count
                   || ',"users":' || array_to_json(users) || '}', ',' ORDER BY first) || ']', '[]')
    FROM (SELECT emoji, count(*) AS count, min(id) AS first,
                 (array_agg(user_id ORDER BY id))[1:20] AS users
            FROM reaction WHERE message_id = p_message GROUP BY emoji) AS r
$$;

CREATE OR REPLACE FUNCTION message_view(m message) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT '{"id":"' || m.id || '","projectId":"' || m.project_id || '","seq":' || m.seq
      || ',"sender":"' || m.sender || '","clientId":"' || m.client_id
      || '","body":' || json_text(m.body) || ',"mentions":' || array_to_json(m.mentions)
      || ',"replyTo":' || coalesce('"' || m.reply_to || '"', 'null')
      || ',"replyCount":' || m.reply_count || ',"reactions":' || m.reactions
      || ',"version":' || m.version || ',"createdAt":"' || rfc3339(m.created_at)
      || '","editedAt":' || coalesce('"' || rfc3339(m.edited_at) || '"', 'null')
      || ',"deleted":' || (m.deleted_at IS NOT NULL)::text || '}'
$$;

-- What an event that was told before says of a message now: its text is the present one; answers and
-- reactions are as they were then, because those that followed are told by events of their own.
CREATE OR REPLACE FUNCTION message_retold(m message, p_payload text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT message_view(jsonb_populate_record(m, jsonb_strip_nulls(jsonb_build_object(
           'reply_count', p_payload::jsonb -> 'replyCount',
           'reactions', CASE WHEN m.deleted_at IS NULL THEN p_payload::jsonb -> 'reactions' END))))
$$;

-- Sets or removes a reaction; to be called once the project's stream is locked. No row when the user
-- may not read the message; an event only if something changed. It tells the count after it, so that
-- whoever hears it twice counts right.
CREATE FUNCTION react(p_user uuid, p_message uuid, p_emoji text, p_on boolean)
RETURNS TABLE (refusal text, id uuid, version bigint, rendered text,
               stream_id uuid, seq bigint, at timestamptz, payload text)
LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  m message;
BEGIN
  SELECT t.* INTO m FROM message t
   WHERE t.id = p_message AND project_role(t.project_id, p_user) IS NOT NULL;
  IF NOT FOUND THEN
    RETURN;
  END IF;
  id := m.id;
  version := m.version;
  rendered := message_view(m);
  stream_id := m.project_id;
  IF p_on AND m.deleted_at IS NOT NULL THEN
    refusal := 'DELETED';
  ELSIF p_on AND json_array_length(m.reactions::json) >= 20
        AND NOT EXISTS (SELECT FROM reaction r WHERE r.message_id = m.id AND r.emoji = p_emoji) THEN
    refusal := 'REACTIONS';
  ELSE
    IF p_on THEN
      INSERT INTO reaction (message_id, emoji, user_id) VALUES (p_message, p_emoji, p_user)
      ON CONFLICT DO NOTHING;
    ELSE
      DELETE FROM reaction r
       WHERE r.message_id = p_message AND r.emoji = p_emoji AND r.user_id = p_user;
    END IF;
    IF FOUND THEN
      UPDATE message SET reactions = reactions_view(p_message) WHERE id = p_message;
      SELECT '{"messageId":"' || p_message || '","user":"' || p_user || '","emoji":' || json_text(p_emoji)
          || ',"on":' || p_on::text || ',"count":' || count(*) || '}'
        INTO payload FROM reaction r WHERE r.message_id = p_message AND r.emoji = p_emoji;
      SELECT a.seq, a.at INTO seq, at
        FROM append(m.project_id, 'message.reacted', p_user, p_message, payload) a;
    END IF;
  END IF;
  RETURN NEXT;
END
$$;
