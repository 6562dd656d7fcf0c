-- What a chat keeps that writes each message by itself.
CREATE TABLE IF NOT EXISTS room (
  id   text   PRIMARY KEY,
  head bigint NOT NULL DEFAULT 0
) WITH (fillfactor = 50);
CREATE TABLE IF NOT EXISTS room_message (
  id         uuid        PRIMARY KEY,
  room_id    text        NOT NULL REFERENCES room,
  seq        bigint      NOT NULL,
  sender     uuid        NOT NULL,
  body       text        NOT NULL CHECK (length(body) BETWEEN 1 AND 20000),
  created_at timestamptz NOT NULL,
  UNIQUE (room_id, seq)
);
