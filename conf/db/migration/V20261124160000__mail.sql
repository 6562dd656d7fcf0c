-- Mails that wait to be sent, and the proofs they carry. Nothing here holds a token: whoever sends a
-- mail makes its token then, and only the hash of it is stored.

-- An account that somebody asked for and whose e-mail address is not proved yet.
CREATE TABLE registration (
  id            uuid        PRIMARY KEY,
  email         text        NOT NULL CHECK (length(email) <= 254),
  email_key     text        NOT NULL,
  name          text        NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  password_hash text        NOT NULL,
  created_at    timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX registration_created_at ON registration (created_at);
COMMENT ON TABLE registration IS 'kept for a day; two of one address wait side by side until one is proved';

CREATE TABLE mail (
  id              uuid        PRIMARY KEY,
  kind            text        NOT NULL CHECK (kind IN (
    'VERIFY_EMAIL', 'CONFIRM_REGISTRATION', 'RESET_PASSWORD', 'PASSWORD_CHANGED', 'NEW_SIGN_IN')),
  account_id      uuid        REFERENCES account ON DELETE CASCADE,
  registration_id uuid        REFERENCES registration ON DELETE CASCADE,
  email_key       text,
  detail          jsonb       NOT NULL DEFAULT '{}',
  created_at      timestamptz NOT NULL DEFAULT now(),
  due_at          timestamptz NOT NULL DEFAULT now(),
  attempts        integer     NOT NULL DEFAULT 0,
  CHECK (num_nonnulls(account_id, registration_id, email_key) = 1)
);
CREATE INDEX mail_due_at ON mail (due_at);
CREATE UNIQUE INDEX mail_one_waiting ON mail (kind, email_key);
COMMENT ON TABLE mail IS 'an outbox: a row is deleted when its mail was sent or cannot be sent';
COMMENT ON COLUMN mail.email_key IS
  'of RESET_PASSWORD alone: whether there is such an account shows only when the mail is sent';
COMMENT ON COLUMN mail.detail IS 'what the text tells: of NEW_SIGN_IN {"device","address","at"}';

CREATE TABLE mail_token (
  hash            bytea       PRIMARY KEY,
  kind            text        NOT NULL,
  account_id      uuid        REFERENCES account ON DELETE CASCADE,
  registration_id uuid        REFERENCES registration ON DELETE CASCADE,
  created_at      timestamptz NOT NULL DEFAULT now(),
  expires_at      timestamptz NOT NULL,
  CHECK (num_nonnulls(account_id, registration_id) = 1)
);
CREATE INDEX mail_token_account ON mail_token (account_id);
CREATE INDEX mail_token_registration ON mail_token (registration_id);
COMMENT ON TABLE mail_token IS 'single use: whoever uses one deletes it; the hash is SHA-256 of the text';

GRANT SELECT, INSERT, UPDATE, DELETE ON registration, mail, mail_token TO "${appRole}";
