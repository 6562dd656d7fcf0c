-- Organizations, teams, projects, labels and tasks, and who may do what.
CREATE TABLE organization (
  id         uuid        PRIMARY KEY,
  name       text        NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  version    bigint      NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE TABLE organization_member (
  organization_id uuid        NOT NULL REFERENCES organization ON DELETE CASCADE,
  user_id         uuid        NOT NULL REFERENCES account ON DELETE CASCADE,
  role            text        NOT NULL CHECK (role IN ('OWNER', 'ADMIN', 'MEMBER')),
  joined_at       timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (organization_id, user_id)
);
CREATE INDEX organization_member_user ON organization_member (user_id, organization_id);

CREATE TABLE team (
  id              uuid        PRIMARY KEY,
  organization_id uuid        NOT NULL REFERENCES organization ON DELETE CASCADE,
  name            text        NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  version         bigint      NOT NULL DEFAULT 1,
  created_at      timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX team_organization ON team (organization_id, id);
CREATE TABLE team_member (
  team_id   uuid        NOT NULL REFERENCES team ON DELETE CASCADE,
  user_id   uuid        NOT NULL REFERENCES account ON DELETE CASCADE,
  role      text        NOT NULL CHECK (role IN ('ADMIN', 'MEMBER', 'GUEST')),
  joined_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (team_id, user_id)
);
CREATE INDEX team_member_user ON team_member (user_id, team_id);

CREATE TABLE project (
  id         uuid        PRIMARY KEY,
  team_id    uuid        NOT NULL REFERENCES team ON DELETE CASCADE,
  key        text        NOT NULL CHECK (key ~ '^[A-Z][A-Z0-9]{1,9}$'),
  name       text        NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
  archived   boolean     NOT NULL DEFAULT false,
  version    bigint      NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL DEFAULT now(),
  updated_at timestamptz NOT NULL DEFAULT now(),
  UNIQUE (team_id, key)
);

CREATE TABLE label (
  id         uuid   PRIMARY KEY,
  project_id uuid   NOT NULL REFERENCES project ON DELETE CASCADE,
  name       text   NOT NULL CHECK (length(name) BETWEEN 1 AND 50),
  color      text   NOT NULL CHECK (color ~ '^#[0-9a-f]{6}$'),
  version    bigint NOT NULL DEFAULT 1,
  UNIQUE (project_id, name)
);

CREATE TABLE task (
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
  assignees   uuid[]      NOT NULL,
  labels      uuid[]      NOT NULL,
  rank        text        NOT NULL COLLATE "C",
  version     bigint      NOT NULL DEFAULT 1,
  created_at  timestamptz NOT NULL DEFAULT now(),
  updated_at  timestamptz NOT NULL DEFAULT now(),
  UNIQUE (project_id, number),
  UNIQUE (project_id, board_column, rank)
);

-- Owners and admins of an organization act as admins of every team in it.
CREATE FUNCTION team_role(p_team uuid, p_user uuid) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT CASE WHEN o.role IN ('OWNER', 'ADMIN') THEN 'ADMIN' ELSE m.role END
    FROM team t
    LEFT JOIN organization_member o ON o.organization_id = t.organization_id AND o.user_id = p_user
    LEFT JOIN team_member m ON m.team_id = t.id AND m.user_id = p_user
   WHERE t.id = p_team
$$;

CREATE FUNCTION project_role(p_project uuid, p_user uuid) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT team_role(p.team_id, p_user) FROM project p WHERE p.id = p_project
$$;

-- Who may follow a stream: the same rule as for reading the thing it belongs to.
CREATE FUNCTION may_follow(p_stream uuid, p_kind text, p_user uuid) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT CASE p_kind
    WHEN 'project' THEN project_role(p_stream, p_user) IS NOT NULL
    WHEN 'team' THEN team_role(p_stream, p_user) IS NOT NULL
    WHEN 'organization' THEN EXISTS (SELECT FROM organization_member
                                      WHERE organization_id = p_stream AND user_id = p_user)
    WHEN 'user' THEN p_stream = p_user
    ELSE false
  END
$$;

-- Guards for the ids that a task names; null names none.
CREATE FUNCTION are_members(p_users uuid[], p_team uuid) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT NOT EXISTS (SELECT FROM unnest(p_users) u WHERE team_role(p_team, u) IS NULL)
$$;

CREATE FUNCTION are_labels(p_labels uuid[], p_project uuid) RETURNS boolean
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT NOT EXISTS (SELECT FROM unnest(p_labels) l
                      WHERE NOT EXISTS (SELECT FROM label
                                         WHERE id = l AND project_id = p_project))
$$;

-- The rank behind another one: the integer part of a fractional index, incremented (base 62, the
-- first character tells the length). A column's first rank is a0.
CREATE FUNCTION rank_after(p_rank text) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  digits CONSTANT text := '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  head   CONSTANT integer := ascii(p_rank);
  upper  CONSTANT boolean := head < ascii('a');
  size   CONSTANT integer := CASE WHEN upper THEN ascii('Z') - head ELSE head - ascii('a') END + 2;
  result text := left(p_rank, size);
  digit  integer;
BEGIN
  IF p_rank IS NULL THEN
    RETURN 'a0';
  END IF;
  FOR i IN REVERSE size..2 LOOP
    digit := strpos(digits, substr(result, i, 1));
    IF digit < 62 THEN
      RETURN overlay(result PLACING substr(digits, digit + 1, 1) FROM i FOR 1);
    END IF;
    result := overlay(result PLACING '0' FROM i FOR 1);
  END LOOP;
  IF head = ascii('Z') THEN
    RETURN 'a0';
  END IF;
  RETURN CASE WHEN upper THEN chr(head + 1) || substr(result, 2, size - 2)
                         ELSE chr(head + 1) || substr(result, 2) || '0' END;
END
$$;

-- Representations. Answer and event carry the same text, rendered here and nowhere else; only the
-- role is the reader's own, and absent from events.
CREATE FUNCTION organization_view(o organization, p_role text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT '{"id":"' || o.id || '","name":' || json_text(o.name) || coalesce(',"role":"' || p_role || '"', '')
      || ',"createdAt":"' || rfc3339(o.created_at) || '"}'
$$;

CREATE FUNCTION team_view(t team, p_role text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT '{"id":"' || t.id || '","organizationId":"' || t.organization_id
      || '","name":' || json_text(t.name) || coalesce(',"role":"' || p_role || '"', '')
      || ',"createdAt":"' || rfc3339(t.created_at) || '"}'
$$;

CREATE FUNCTION project_view(p project) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT '{"id":"' || p.id || '","teamId":"' || p.team_id || '","key":"' || p.key
      || '","name":' || json_text(p.name) || ',"archived":' || p.archived::text
      || ',"createdAt":"' || rfc3339(p.created_at)
      || '","updatedAt":"' || rfc3339(p.updated_at) || '"}'
$$;

CREATE FUNCTION label_view(l label) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT '{"id":"' || l.id || '","projectId":"' || l.project_id
      || '","name":' || json_text(l.name) || ',"color":"' || l.color || '"}'
$$;

CREATE FUNCTION task_view(t task, p_project_key text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT '{"id":"' || t.id || '","projectId":"' || t.project_id || '","number":' || t.number
      || ',"key":"' || p_project_key || '-' || t.number
      || '","title":' || json_text(t.title) || ',"description":' || json_text(t.description)
      || ',"status":"' || t.status || '","priority":"' || t.priority
      || '","deadline":' || coalesce('"' || rfc3339(t.deadline) || '"', 'null')
      || ',"assignees":' || array_to_json(t.assignees) || ',"labels":' || array_to_json(t.labels)
      || ',"rank":' || json_text(t.rank) || ',"version":' || t.version
      || ',"createdAt":"' || rfc3339(t.created_at)
      || '","updatedAt":"' || rfc3339(t.updated_at) || '"}'
$$;

GRANT SELECT, INSERT, UPDATE, DELETE
   ON organization, organization_member, team, team_member, project, label, task TO "${appRole}";
