-- The fence and the completion of one task, or of all of a lot, in one statement, run in the transaction that holds the tasks' work. Fewer
-- rows than tasks are a division by zero, so that a COMMIT may follow in the same message: another attempt owns one, or a target that
-- crashed has forgotten the chunks before this one. Dependants are locked in order of their number, so that two completions
-- never wait for each other. A task of a lot may say how many seconds were its own.
WITH ended AS (
    SELECT e.id, e.attempt, e.rows, e.bytes, e.after, e.seconds
    FROM unnest($1::bigint[], $2::integer[], $4::bigint[], $5::bigint[], $6::jsonb[], $7::float8[])
        AS e (id, attempt, rows, bytes, after, seconds)
), done AS (
    UPDATE actormigrate.task t
    SET state = 'done', rows = t.rows + e.rows, bytes = t.bytes + e.bytes, finished_at = clock_timestamp(), cursor = NULL,
        sqlstate = NULL, error = NULL, remedy = NULL
    FROM ended e
    WHERE t.id = e.id AND t.attempt = e.attempt AND t.node = $3 AND t.state = 'running' AND t.cursor IS NOT DISTINCT FROM e.after
    RETURNING t.id, t.attempt, e.rows, e.bytes, e.seconds
), recorded AS (
    UPDATE actormigrate.attempt a
    SET outcome = 'done', finished_at = clock_timestamp(), rows = a.rows + d.rows, bytes = a.bytes + d.bytes,
        started_at = coalesce(clock_timestamp() - make_interval(secs => d.seconds), a.started_at)
    FROM done d
    WHERE a.task = d.id AND a.attempt = d.attempt
), met AS (
    SELECT n.task, count(*) AS times FROM done d JOIN actormigrate.task_need n ON n.needs = d.id GROUP BY n.task
), dependants AS (
    SELECT t.id, m.times
    FROM met m
    JOIN actormigrate.task t ON t.id = m.task AND t.state = 'blocked'
    ORDER BY t.id
    FOR UPDATE OF t
), released AS (
    UPDATE actormigrate.task t
    SET unmet = t.unmet - d.times,
        state = CASE WHEN t.unmet = d.times AND t.state = 'blocked' THEN 'ready' ELSE t.state END
    FROM dependants d
    WHERE t.id = d.id
    RETURNING t.id
)
SELECT CASE WHEN count(*) = cardinality($1) THEN count(*) ELSE 1 / (count(*) - count(*)) END FROM done;
