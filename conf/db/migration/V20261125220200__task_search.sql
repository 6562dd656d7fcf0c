-- Full text of tasks, by title and description. As with messages, words are not stemmed. An index of the
-- expression, not a column: tasks are passed about as whole rows, and words would only weigh them down.
CREATE INDEX task_words ON task USING gin (to_tsvector('simple', title || ' ' || description));
