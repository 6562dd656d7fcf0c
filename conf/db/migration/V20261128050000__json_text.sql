-- PostgreSQL puts the text of an SQL function where it is called, unless the function promises more than what it
-- calls: to_json is STABLE. A task is rendered in 5.9 us instead of 10.5.
ALTER FUNCTION json_text(text) STABLE;
