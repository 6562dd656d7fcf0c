-- The conversation of a project. Its order is that of the project's stream.
CREATE TABLE message (
  id         uuid        PRIMARY KEY,
  project_id uuid        NOT NULL REFERENCES project ON DELETE CASCADE,
  seq        bigint      NOT NULL,
  sender     uuid        NOT NULL REFERENCES account,
  client_id  uuid        NOT NULL,
  body       text        NOT NULL CHECK (length(body) BETWEEN 1 AND 20000),
  reply_to   uuid        REFERENCES message,
  created_at timestamptz NOT NULL,
  edited_at  timestamptz,
  deleted_at timestamptz,
  UNIQUE (project_id, seq),
  UNIQUE (sender, client_id)
);

CREATE FUNCTION message_view(m message) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT '{"id":"' || m.id || '","projectId":"' || m.project_id || '","seq":' || m.seq
      || ',"sender":"' || m.sender || '","clientId":"' || m.client_id
      || '","body":' || json_text(m.body)
      || ',"replyTo":' || coalesce('"' || m.reply_to || '"', 'null')
      || ',"createdAt":"' || rfc3339(m.created_at)
      || '","editedAt":' || coalesce('"' || rfc3339(m.edited_at) || '"', 'null')
      || ',"deleted":' || (m.deleted_at IS NOT NULL)::text || '}'
$$;

GRANT SELECT, INSERT, UPDATE ON message TO "${appRole}";
