-- Messages can be changed by who said them, and taken back.
ALTER TABLE message
  ADD version bigint NOT NULL DEFAULT 1,
  DROP CONSTRAINT message_body_check,
  ADD CONSTRAINT message_body_check CHECK (
    CASE WHEN deleted_at IS NULL THEN length(body) BETWEEN 1 AND 20000 ELSE body = '' END);
COMMENT ON COLUMN message.version IS
  'counts changes of the text, so that nothing else makes an edit stale';
COMMENT ON COLUMN message.deleted_at IS
  'when the text was taken away; the row stays, because answers and positions refer to it';

CREATE OR REPLACE FUNCTION message_view(m message) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT '{"id":"' || m.id || '","projectId":"' || m.project_id || '","seq":' || m.seq
      || ',"sender":"' || m.sender || '","clientId":"' || m.client_id
      || '","body":' || json_text(m.body)
      || ',"replyTo":' || coalesce('"' || m.reply_to || '"', 'null')
      || ',"version":' || m.version
      || ',"createdAt":"' || rfc3339(m.created_at)
      || '","editedAt":' || coalesce('"' || rfc3339(m.edited_at) || '"', 'null')
      || ',"deleted":' || (m.deleted_at IS NOT NULL)::text || '}'
$$;
