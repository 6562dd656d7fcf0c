-- The rule who may do what in a team, in a form that is planned as part of the statement that asks; called
-- as a function it costs more than all the rest of a small statement.
CREATE FUNCTION team_access(p_team uuid, p_user uuid) RETURNS TABLE (role text)
LANGUAGE sql STABLE PARALLEL SAFE ROWS 1 AS $$
  SELECT CASE WHEN o.role IN ('OWNER', 'ADMIN') THEN 'ADMIN' ELSE m.role END
    FROM team t
    LEFT JOIN organization_member o ON o.organization_id = t.organization_id AND o.user_id = p_user
    LEFT JOIN team_member m ON m.team_id = t.id AND m.user_id = p_user
   WHERE t.id = p_team
$$;

CREATE OR REPLACE FUNCTION team_role(p_team uuid, p_user uuid) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT role FROM team_access(p_team, p_user)
$$;

CREATE OR REPLACE FUNCTION project_role(p_project uuid, p_user uuid) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT a.role FROM project p, team_access(p.team_id, p_user) a WHERE p.id = p_project
$$;
