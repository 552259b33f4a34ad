-- Functions of the filling sessions alone. The values come from hashes of row numbers, not from random(), so that every server
-- of every version gets the same rows; the functions are plain SQL, so that the planner inlines them.
CREATE FUNCTION pg_temp.pick(row_number bigint, salt integer, choices bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS
$$ SELECT (hashint8extended(row_number, salt) & 9223372036854775807) % choices $$;

-- Few of the choices get most of the rows, as with authors and popular questions.
CREATE FUNCTION pg_temp.pick_skewed(row_number bigint, salt integer, choices bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS
$$ SELECT ((hashint8extended(row_number, salt) & 1073741823) * (hashint8extended(row_number, salt + 1) & 1073741823) >> 30)
            * choices >> 30 $$;

CREATE FUNCTION pg_temp.word(words text[], row_number bigint, salt integer) RETURNS text LANGUAGE sql IMMUTABLE AS
$$ SELECT words[1 + pg_temp.pick(row_number, salt, array_length(words, 1))] $$;

-- Every seventh post is missing, as after years of deletions: keys have gaps.
CREATE FUNCTION pg_temp.post_id(nth bigint) RETURNS bigint LANGUAGE sql IMMUTABLE AS
$$ SELECT nth + nth / 6 $$;

CREATE FUNCTION pg_temp.moment(seconds bigint) RETURNS timestamp LANGUAGE sql IMMUTABLE AS
$$ SELECT timestamp '2008-07-31 21:42:52' + seconds * interval '1 second' $$;

-- The text that posts and comments are cut out of.
CREATE FUNCTION pg_temp.prose() RETURNS text LANGUAGE sql IMMUTABLE AS
$$ SELECT $prose$How do I keep two tables in step when one of them is being written to all day? I have tried a trigger, and it works until
somebody loads a file with a million lines; then everything waits. Is there a way to see which session holds the lock?
	SELECT pid, state, query FROM pg_stat_activity WHERE wait_event_type = 'Lock';
The query above shows me three sessions, none of which I know. Edit: the column is numeric(12,2), and the value that fails is
99999999999.99, so it looks like rounding. Danke für den Hinweis, jetzt läuft es! Ein Index auf "größe" war nötig. You can write it as
C:\temp\new\table.txt if you escape each backslash: 'C:\\temp\\new'. Привет, у меня та же ошибка на версии 9.6 и новее. That is expected:
NULL is not equal to NULL, so the unique constraint lets both rows in; see NULLS NOT DISTINCT. 同じ問題がありました。設定を変更すると直りました。 I measured it:
4.2 s before, 38 ms after. ☕ works fine

    for (var i = 0; i < rows.Count; i++) { total += rows[i].Price * rows[i].Quantity; }

Never build a statement out of what a user typed; it's how Robert'); DROP TABLE students;-- got his name. Use parameters. The planner
cannot know that your function is cheap: tell it with COST. In short: measure, change one thing, measure again. Une requête préparée évite
l'analyse répétée, mais le plan générique peut être mauvais. What does EXPLAIN (ANALYZE, BUFFERS) say? My guess is a bitmap scan that
turned lossy because work_mem is 4 MB. 😀 Thanks, that was it! Two years later I am back here with the same question, and with the same
answer. The accepted answer is out of date: since version 12 a CTE is inlined unless it says MATERIALIZED. Vacuum cannot remove rows that
a long transaction may still see; look for the oldest xmin. Αυτό ακριβώς έψαχνα, ευχαριστώ. An exclusion constraint does what you want:
EXCLUDE USING gist (room WITH =, during WITH &&). Prices are in €, weights in kg, angles in °, and the ratio is ½. See also: the manual's
chapter on concurrency control.
$prose$::text $$;
