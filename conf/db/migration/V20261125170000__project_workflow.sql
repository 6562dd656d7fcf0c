-- Which moves a project allows. The default is what every project did before.
ALTER TABLE project
  ADD workflow text NOT NULL DEFAULT 'free' CHECK (workflow IN ('free', 'strict'));
COMMENT ON COLUMN project.workflow IS 'strict: a task moves to a neighbouring column only';

CREATE OR REPLACE FUNCTION project_view(p project) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT '{"id":"' || p.id || '","teamId":"' || p.team_id || '","key":"' || p.key
      || '","name":' || json_text(p.name) || ',"archived":' || p.archived::text
      || ',"workflow":"' || p.workflow
      || '","createdAt":"' || rfc3339(p.created_at)
      || '","updatedAt":"' || rfc3339(p.updated_at) || '"}'
$$;
