-- Full text of messages. Teams write in many languages, so words are not stemmed. What was deleted has
-- no words.
ALTER TABLE message
  ADD words tsvector NOT NULL GENERATED ALWAYS AS (to_tsvector('simple', body)) STORED;
CREATE INDEX message_words ON message USING gin (words);
