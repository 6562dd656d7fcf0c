-- Who signs in to an account at an OpenID provider. The provider's own name for somebody is kept for
-- good; an e-mail address is not, and identifies nobody here.
CREATE TABLE identity (
  issuer     text        NOT NULL,
  subject    text        NOT NULL CHECK (length(subject) BETWEEN 1 AND 255),
  account_id uuid        NOT NULL REFERENCES account ON DELETE CASCADE,
  provider   text        NOT NULL,
  email      text        NOT NULL DEFAULT '',
  created_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (issuer, subject),
  UNIQUE (account_id, provider)
);
COMMENT ON COLUMN identity.provider IS 'its name in the configuration when the identity was linked';
COMMENT ON COLUMN identity.email    IS 'what the provider told then, for its owner to recognize; may be empty';

-- Attempts to sign in at a provider that were used: each may be once.
CREATE TABLE oidc_attempt (
  state_hash bytea       PRIMARY KEY CHECK (length(state_hash) = 32),
  expires_at timestamptz NOT NULL
);
CREATE INDEX oidc_attempt_expires_at ON oidc_attempt (expires_at);

GRANT SELECT, INSERT, UPDATE, DELETE ON identity, oidc_attempt TO "${appRole}";
