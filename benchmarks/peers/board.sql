-- TeamFlow's tables, as far as fastify.js needs them: the same columns, keys and indexes.
CREATE TABLE IF NOT EXISTS account (
  id         uuid        PRIMARY KEY,
  email      text        NOT NULL UNIQUE,
  name       text        NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE IF NOT EXISTS organization (
  id         uuid        PRIMARY KEY,
  name       text        NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE IF NOT EXISTS organization_member (
  organization_id uuid        NOT NULL REFERENCES organization ON DELETE CASCADE,
  user_id         uuid        NOT NULL REFERENCES account ON DELETE CASCADE,
  role            text        NOT NULL CHECK (role IN ('OWNER', 'ADMIN', 'MEMBER')),
  joined_at       timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (organization_id, user_id)
);
CREATE TABLE IF NOT EXISTS team (
  id              uuid        PRIMARY KEY,
  organization_id uuid        NOT NULL REFERENCES organization ON DELETE CASCADE,
  name            text        NOT NULL,
  created_at      timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE IF NOT EXISTS team_member (
  team_id   uuid        NOT NULL REFERENCES team ON DELETE CASCADE,
  user_id   uuid        NOT NULL REFERENCES account ON DELETE CASCADE,
  role      text        NOT NULL CHECK (role IN ('ADMIN', 'MEMBER', 'GUEST')),
  joined_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (team_id, user_id)
);
CREATE TABLE IF NOT EXISTS project (
  id         uuid        PRIMARY KEY,
  team_id    uuid        NOT NULL REFERENCES team ON DELETE CASCADE,
  key        text        NOT NULL,
  name       text        NOT NULL,
  archived   boolean     NOT NULL DEFAULT false,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE IF NOT EXISTS stream (
  id          uuid    PRIMARY KEY,
  kind        text    NOT NULL,
  head        bigint  NOT NULL DEFAULT 0,
  board       bigint  NOT NULL DEFAULT 0,
  task_number integer NOT NULL DEFAULT 0
) WITH (fillfactor = 50);
CREATE TABLE IF NOT EXISTS event (
  stream_id uuid        NOT NULL REFERENCES stream ON DELETE CASCADE,
  seq       bigint      NOT NULL,
  type      text        NOT NULL,
  actor     uuid,
  at        timestamptz NOT NULL,
  key       uuid        NOT NULL,
  payload   text        NOT NULL,
  PRIMARY KEY (stream_id, seq)
);
CREATE INDEX IF NOT EXISTS event_key ON event (stream_id, key);
CREATE TABLE IF NOT EXISTS task (
  id          uuid        PRIMARY KEY,
  project_id  uuid        NOT NULL REFERENCES project ON DELETE CASCADE,
  number      integer     NOT NULL,
  title       text        NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
  description text        NOT NULL CHECK (length(description) <= 20000),
  status      text        NOT NULL CHECK (status IN ('TODO', 'IN_PROGRESS', 'DONE')),
  board_column smallint   NOT NULL GENERATED ALWAYS AS (
                CASE status WHEN 'TODO' THEN 0 WHEN 'IN_PROGRESS' THEN 1 ELSE 2 END) STORED,
  priority    text        NOT NULL CHECK (priority IN ('LOW', 'MEDIUM', 'HIGH', 'URGENT')),
  deadline    timestamptz,
  assignees   uuid[]      NOT NULL DEFAULT '{}',
  labels      uuid[]      NOT NULL DEFAULT '{}',
  parent      uuid        REFERENCES task ON DELETE SET NULL,
  message_id  uuid,
  rank        text        NOT NULL COLLATE "C",
  version     bigint      NOT NULL DEFAULT 1,
  created_at  timestamptz NOT NULL DEFAULT now(),
  updated_at  timestamptz NOT NULL DEFAULT now(),
  deleted_at  timestamptz,
  UNIQUE (project_id, number),
  UNIQUE (project_id, board_column, rank)
);
CREATE INDEX IF NOT EXISTS task_words ON task
 USING gin (to_tsvector('simple', title || ' ' || description)) WITH (gin_pending_list_limit = 128);
CREATE TABLE IF NOT EXISTS activity (
  task_id uuid        NOT NULL REFERENCES task ON DELETE CASCADE,
  id      bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
  actor   uuid        NOT NULL,
  at      timestamptz NOT NULL,
  field   text        NOT NULL,
  before  text        NOT NULL,
  after   text        NOT NULL,
  PRIMARY KEY (task_id, id)
);

-- Who may do what: TeamFlow's rule, planned as part of the statement that asks.
CREATE OR REPLACE FUNCTION team_access(p_team uuid, p_user uuid) RETURNS TABLE (role text)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 1 AS $$
  SELECT CASE WHEN o.role IN ('OWNER', 'ADMIN') THEN 'ADMIN' ELSE m.role END
    FROM team t
    LEFT JOIN organization_member o ON o.organization_id = t.organization_id AND o.user_id = p_user
    LEFT JOIN team_member m ON m.team_id = t.id AND m.user_id = p_user
   WHERE t.id = p_team
$$;
