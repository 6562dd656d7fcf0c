-- Lets a browser open one socket, on whichever node, without its access token in a URL. Single use: who
-- redeems a row deletes it. Only hashes: a dump of this table opens nothing.
CREATE TABLE ticket (
  hash             bytea       PRIMARY KEY CHECK (length(hash) = 32),
  session_id       uuid        NOT NULL REFERENCES session ON DELETE CASCADE,
  token_expires_at timestamptz NOT NULL,
  expires_at       timestamptz NOT NULL DEFAULT now() + interval '30 seconds'
);
COMMENT ON COLUMN ticket.token_expires_at IS 'when the access token expires that asked: the socket lives no longer';
CREATE INDEX ticket_session ON ticket (session_id);

GRANT SELECT, INSERT, DELETE ON ticket TO "${appRole}";
