-- Who asked to be told of a task. Its assignees and those who commented on it are told without being
-- entered here; who is entered and left the team is told nothing.
CREATE TABLE watcher (
  task_id uuid        NOT NULL REFERENCES task ON DELETE CASCADE,
  user_id uuid        NOT NULL REFERENCES account ON DELETE CASCADE,
  since   timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (task_id, user_id)
);
CREATE INDEX watcher_user ON watcher (user_id);

GRANT SELECT, INSERT, DELETE ON watcher TO "${appRole}";
