-- Invitations into teams. The mail carries a token, of which mail_token keeps the hash.
CREATE TABLE invitation (
  id         uuid        PRIMARY KEY,
  team_id    uuid        NOT NULL REFERENCES team ON DELETE CASCADE,
  email      text        NOT NULL CHECK (length(email) <= 254),
  email_key  text        NOT NULL,
  role       text        NOT NULL CHECK (role IN ('ADMIN', 'MEMBER', 'GUEST')),
  invited_by uuid        NOT NULL REFERENCES account,
  created_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL DEFAULT now() + interval '7 days',
  closed_at  timestamptz
);
CREATE UNIQUE INDEX invitation_open ON invitation (team_id, email_key) WHERE closed_at IS NULL;
CREATE INDEX invitation_team ON invitation (team_id, id);
CREATE INDEX invitation_email_key ON invitation (email_key);
CREATE INDEX invitation_expires_at ON invitation (expires_at);
COMMENT ON TABLE invitation IS 'kept for a day after it expires, whether it was used or not';
COMMENT ON COLUMN invitation.closed_at IS 'when it was accepted, revoked, or replaced by another one';

CREATE FUNCTION invitation_view(i invitation) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT '{"id":"' || i.id || '","teamId":"' || i.team_id || '","email":' || json_text(i.email)
      || ',"role":"' || i.role || '","createdAt":"' || rfc3339(i.created_at)
      || '","expiresAt":"' || rfc3339(i.expires_at) || '"}'
$$;

ALTER TABLE mail
  ADD invitation_id uuid REFERENCES invitation ON DELETE CASCADE,
  DROP CONSTRAINT mail_kind_check,
  ADD CONSTRAINT mail_kind_check CHECK (kind IN (
    'VERIFY_EMAIL', 'CONFIRM_REGISTRATION', 'RESET_PASSWORD', 'PASSWORD_CHANGED', 'NEW_SIGN_IN',
    'INVITATION')),
  DROP CONSTRAINT mail_check,
  ADD CONSTRAINT mail_check CHECK (
    num_nonnulls(account_id, registration_id, email_key, invitation_id) = 1);
CREATE INDEX mail_invitation ON mail (invitation_id) WHERE invitation_id IS NOT NULL;

ALTER TABLE mail_token
  ADD invitation_id uuid REFERENCES invitation ON DELETE CASCADE,
  DROP CONSTRAINT mail_token_check,
  ADD CONSTRAINT mail_token_check CHECK (
    num_nonnulls(account_id, registration_id, invitation_id) = 1);
CREATE INDEX mail_token_invitation ON mail_token (invitation_id) WHERE invitation_id IS NOT NULL;

GRANT SELECT, INSERT, UPDATE, DELETE ON invitation TO "${appRole}";
