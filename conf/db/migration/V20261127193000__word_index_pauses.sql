-- New words wait in a list that somebody's write must sort in when it is full: 130 ms for the 4 MiB that
-- are the default, in which nobody can write to the project. An eighth of a MiB takes some milliseconds.
ALTER INDEX message_words SET (gin_pending_list_limit = 128);
ALTER INDEX task_words SET (gin_pending_list_limit = 128);
