-- The order of a board. A rank is a fractional index in base 62, compared as bytes: an integer part, whose
-- first character tells its length (a to z from zero upwards, Z to A below), and a fraction, which
-- never ends with 0, so that there is always a rank between two others.

-- Which column a status is, from left to right.
CREATE FUNCTION board_column(p_status text) RETURNS smallint
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT CASE p_status WHEN 'TODO' THEN 0 WHEN 'IN_PROGRESS' THEN 1 WHEN 'DONE' THEN 2 END::smallint
$$;

-- Which status may follow which: the one place that says it. Work goes from left to right, skips ahead
-- and is reopened; in a strict project only from one column to the next, or back to the one before.
CREATE FUNCTION may_become(p_from text, p_to text, p_workflow text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT p_workflow = 'free' OR abs(board_column(p_from) - board_column(p_to)) <= 1
$$;

-- The integer part of a rank.
CREATE FUNCTION rank_integer(p_rank text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT left(p_rank, CASE WHEN ascii(p_rank) < ascii('a') THEN ascii('Z') - ascii(p_rank)
                                                           ELSE ascii(p_rank) - ascii('a') END + 2)
$$;

CREATE FUNCTION is_rank(p_rank text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT p_rank ~ '^[A-Za-z][0-9A-Za-z]+$'
     AND length(rank_integer(p_rank)) = length(rank_integer(left(p_rank, 1) || repeat('0', 30)))
     AND substr(p_rank, length(rank_integer(p_rank)) + 1) NOT LIKE '%0'
     AND p_rank <> 'A' || repeat('0', 26)
$$;

-- The integer part one above (p_by 1) or below (p_by -1); null at the end of all numbers.
CREATE FUNCTION rank_step(p_integer text, p_by integer) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  digits CONSTANT text := '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  head   CONSTANT text := left(p_integer, 1);
  turned CONSTANT text := CASE p_by WHEN 1 THEN '0' ELSE 'z' END;
  result text := p_integer;
  digit  integer;
BEGIN
  FOR i IN REVERSE length(result)..2 LOOP
    digit := strpos(digits, substr(result, i, 1)) + p_by;
    IF digit BETWEEN 1 AND 62 THEN
      RETURN overlay(result PLACING substr(digits, digit, 1) FROM i FOR 1);
    END IF;
    result := overlay(result PLACING turned FROM i FOR 1);
  END LOOP;
  RETURN CASE
    WHEN p_by = 1 AND head = 'z' OR p_by = -1 AND head = 'A' THEN NULL
    WHEN p_by = 1 AND head = 'Z' THEN 'a0'
    WHEN p_by = -1 AND head = 'a' THEN 'Zz'
    WHEN (p_by = 1) = (ascii(head) >= ascii('a')) THEN chr(ascii(head) + p_by) || substr(result, 2) || turned
    ELSE chr(ascii(head) + p_by) || substr(result, 2, length(result) - 2)
  END;
END
$$;

-- The shortest fraction in the middle of two others; '' is zero, null is one.
CREATE FUNCTION rank_midpoint(p_low text, p_high text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  digits CONSTANT text := '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  low    text := p_low;
  high   text := p_high;
  result text := '';
  one    integer;
  other  integer;
BEGIN
  LOOP
    one := strpos(digits, rpad(left(low, 1), 1, '0'));
    other := CASE WHEN high IS NULL THEN 63 ELSE strpos(digits, left(high, 1)) END;
    IF other - one > 1 THEN
      RETURN result || substr(digits, (one + other + 1) / 2, 1);
    ELSIF other > one AND length(high) > 1 THEN
      RETURN result || left(high, 1);
    END IF;
    result := result || substr(digits, one, 1);
    low := substr(low, 2);
    high := CASE WHEN other = one THEN substr(high, 2) END;
  END LOOP;
END
$$;

-- The rank between two others, either of which may be null: before all, behind all, the first of all.
CREATE FUNCTION rank_between(p_low text, p_high text) RETURNS text
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  low     CONSTANT text := rank_integer(p_low);
  high    CONSTANT text := rank_integer(p_high);
  below   CONSTANT text := substr(p_low, length(low) + 1);
  above   CONSTANT text := substr(p_high, length(high) + 1);
  stepped text;
BEGIN
  IF NOT is_rank(p_low) OR NOT is_rank(p_high) OR p_low COLLATE "C" >= p_high COLLATE "C" THEN
    RAISE EXCEPTION 'there is no rank between % and %', p_low, p_high
      USING ERRCODE = 'invalid_parameter_value';
  END IF;
  IF p_low IS NULL THEN
    RETURN CASE WHEN p_high IS NULL THEN 'a0'
                WHEN high = 'A' || repeat('0', 26) THEN high || rank_midpoint('', above)
                WHEN above <> '' THEN high
                ELSE rank_step(high, -1) END;
  END IF;
  IF low = high THEN
    RETURN low || rank_midpoint(below, above);
  END IF;
  stepped := rank_step(low, 1);
  RETURN CASE WHEN stepped IS NULL OR stepped COLLATE "C" >= p_high COLLATE "C"
              THEN low || rank_midpoint(below, NULL) ELSE stepped END;
END
$$;

-- So many ranks between two others, in order and evenly apart.
CREATE FUNCTION rank_spread(p_low text, p_high text, p_count integer) RETURNS text[]
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
  half   CONSTANT integer := p_count / 2;
  middle text;
BEGIN
  IF p_count <= 0 THEN
    RETURN ARRAY[]::text[];
  END IF;
  middle := rank_between(p_low, p_high);
  RETURN rank_spread(p_low, middle, half) || middle
         || rank_spread(middle, p_high, p_count - half - 1);
END
$$;

CREATE OR REPLACE FUNCTION rank_after(p_rank text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
  SELECT rank_between(p_rank, NULL)
$$;

-- Ranks are dealt out anew where they have become too long: several rows change at once, and only what
-- stands at the end of the statement must be unique.
ALTER TABLE task
  DROP CONSTRAINT task_project_id_board_column_rank_key,
  ADD CONSTRAINT task_rank UNIQUE (project_id, board_column, rank) DEFERRABLE INITIALLY IMMEDIATE;

-- The ranks that put a task between two neighbours of a column: its own, of at most 200 characters. Two
-- tasks that are swapped some 1,200 times use that up; then those around, as far as their ranks are
-- longer than 50 characters, get new ones too. Call it under the project's lock.
CREATE FUNCTION ranks_at(p_project uuid, p_column smallint, p_task uuid, p_low text, p_high text)
RETURNS TABLE (id uuid, rank text) LANGUAGE plpgsql STABLE AS $$
DECLARE
  own  CONSTANT text := rank_between(p_low, p_high);
  low  text;
  high text;
  ids  uuid[];
BEGIN
  IF length(own) <= 200 THEN
    RETURN QUERY SELECT p_task, own;
    RETURN;
  END IF;
  SELECT max(t.rank) INTO low FROM task t
   WHERE t.project_id = p_project AND t.board_column = p_column AND t.id <> p_task
     AND t.rank <= p_low AND length(t.rank) <= 50;
  SELECT min(t.rank) INTO high FROM task t
   WHERE t.project_id = p_project AND t.board_column = p_column AND t.id <> p_task
     AND t.rank >= p_high AND length(t.rank) <= 50;
  SELECT array_agg(a.id ORDER BY a.rank) INTO ids
    FROM (SELECT t.id, t.rank FROM task t
           WHERE t.project_id = p_project AND t.board_column = p_column AND t.id <> p_task
             AND (low IS NULL OR t.rank > low) AND (high IS NULL OR t.rank < high)
          UNION ALL SELECT p_task, own) a;
  RETURN QUERY SELECT * FROM unnest(ids, rank_spread(low, high, cardinality(ids)));
END
$$;
