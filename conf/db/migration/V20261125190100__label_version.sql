-- Clients name a label's version when they change or delete it, so lists and events tell it.
CREATE OR REPLACE FUNCTION label_view(l label) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE AS $$
  SELECT '{"id":"' || l.id || '","projectId":"' || l.project_id
      || '","name":' || json_text(l.name) || ',"color":"' || l.color
      || '","version":' || l.version || '}'
$$;
