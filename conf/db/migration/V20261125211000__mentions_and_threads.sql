-- Whom a message calls, and which messages answer it. Threads have one level: an answer to an answer
-- answers the first message.
ALTER TABLE message
  ADD mentions    uuid[]  NOT NULL DEFAULT '{}',
  ADD reply_count integer NOT NULL DEFAULT 0;
COMMENT ON COLUMN message.mentions IS 'only people who could read the message when it was written';
COMMENT ON COLUMN message.reply_to IS 'the first message of the thread';
COMMENT ON COLUMN message.reply_count IS
  'answers, deleted ones too, because their places stay; one more with each message.created of one';
CREATE INDEX message_reply_to ON message (reply_to, seq) WHERE reply_to IS NOT NULL;

WITH RECURSIVE thread AS (
  SELECT id, id AS root FROM message WHERE reply_to IS NULL
  UNION ALL
  SELECT m.id, t.root FROM message m JOIN thread t ON m.reply_to = t.id
)
UPDATE message m SET reply_to = t.root FROM thread t WHERE m.id = t.id AND m.reply_to <> t.root;
UPDATE message m SET reply_count = r.replies
  FROM (SELECT reply_to, count(*) AS replies FROM message WHERE reply_to IS NOT NULL GROUP BY reply_to) r
 WHERE m.id = r.reply_to;

CREATE OR REPLACE FUNCTION message_view(m message) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT '{"id":"' || m.id || '","projectId":"' || m.project_id || '","seq":' || m.seq
      || ',"sender":"' || m.sender || '","clientId":"' || m.client_id
      || '","body":' || json_text(m.body) || ',"mentions":' || array_to_json(m.mentions)
      || ',"replyTo":' || coalesce('"' || m.reply_to || '"', 'null')
      || ',"replyCount":' || m.reply_count || ',"version":' || m.version
      || ',"createdAt":"' || rfc3339(m.created_at)
      || '","editedAt":' || coalesce('"' || rfc3339(m.edited_at) || '"', 'null')
      || ',"deleted":' || (m.deleted_at IS NOT NULL)::text || '}'
$$;

-- What an event that was told before says of a message now: its text is the present one, the answers
-- are counted as they were then, because those that followed are told by events of their own.
CREATE FUNCTION message_retold(m message, p_payload text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT message_view(jsonb_populate_record(m, jsonb_strip_nulls(jsonb_build_object(
           'reply_count', p_payload::jsonb -> 'replyCount'))))
$$;
