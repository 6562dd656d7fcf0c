-- Keys of requests that created something: whoever sends the request again gets what it created. A key
-- commits together with what it stands for.
CREATE TABLE idempotency (
  user_id     uuid        NOT NULL REFERENCES account ON DELETE CASCADE,
  route       text        NOT NULL,
  key         text        NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
  body_hash   text        NOT NULL,
  resource_id uuid        NOT NULL,
  created_at  timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (user_id, route, key)
);
CREATE INDEX idempotency_created_at ON idempotency (created_at);
COMMENT ON COLUMN idempotency.route IS 'method and path, ids included';
COMMENT ON COLUMN idempotency.body_hash IS 'SHA-256 in hexadecimal: the same key with another body is a mistake of the client';

-- Takes a key, or fails with TF001 when it was taken; waits while somebody is taking it.
CREATE FUNCTION claim_key(p_user uuid, p_route text, p_key text, p_body_hash text, p_resource uuid)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO idempotency (user_id, route, key, body_hash, resource_id)
  VALUES (p_user, p_route, p_key, p_body_hash, p_resource)
  ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'the key was used' USING ERRCODE = 'TF001';
  END IF;
END
$$;

GRANT SELECT, INSERT, DELETE ON idempotency TO "${appRole}";
