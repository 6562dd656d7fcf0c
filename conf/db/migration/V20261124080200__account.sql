-- People, and how they prove who they are.
CREATE TABLE account (
  id            uuid        PRIMARY KEY,
  email         text        NOT NULL CHECK (length(email) <= 254),
  email_key     text        NOT NULL UNIQUE,
  name          text        NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  password_hash text,
  created_at    timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN account.email     IS 'as written by its owner';
COMMENT ON COLUMN account.email_key IS 'normalized: two spellings of one address are one account';

-- A sign-in; access tokens name it in their claim "sid".
CREATE TABLE session (
  id         uuid        PRIMARY KEY,
  account_id uuid        NOT NULL REFERENCES account ON DELETE CASCADE,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL,
  revoked_at timestamptz
);
CREATE INDEX session_account ON session (account_id);

-- Single use. Only hashes: a dump of this table signs nobody in.
CREATE TABLE refresh_token (
  hash       bytea       PRIMARY KEY CHECK (length(hash) = 32),
  session_id uuid        NOT NULL REFERENCES session ON DELETE CASCADE,
  parent     bytea,
  issued_at  timestamptz NOT NULL DEFAULT now(),
  used_at    timestamptz
);
COMMENT ON COLUMN refresh_token.parent IS
  'the token it was given for; it has siblings when an answer was lost, or when two hold that token';
CREATE INDEX refresh_token_session ON refresh_token (session_id);
CREATE INDEX refresh_token_parent ON refresh_token (parent);

-- Shared by every node. The private half is encrypted with a key outside the database.
CREATE TABLE signing_key (
  kid                 text        PRIMARY KEY,
  public_jwk          text        NOT NULL,
  private_key_sealed  bytea       NOT NULL,
  created_at          timestamptz NOT NULL DEFAULT now(),
  retires_at          timestamptz NOT NULL
);

GRANT SELECT, INSERT, UPDATE, DELETE ON account, session, refresh_token, signing_key TO "${appRole}";
