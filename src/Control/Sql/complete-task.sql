-- The fence and the completion in one statement, run in the transaction that holds the task's data. No row: another attempt
-- owns the task, or a target that crashed has forgotten the chunks before this one. Dependants are locked in order of their number, so that two completions never wait for each other.
WITH done AS (
    UPDATE actormigrate.task
    SET state = 'done', rows = rows + $4, bytes = bytes + $5, finished_at = clock_timestamp(), cursor = NULL,
        sqlstate = NULL, error = NULL, remedy = NULL
    WHERE id = $1 AND attempt = $2 AND node = $3 AND state = 'running' AND cursor IS NOT DISTINCT FROM $6
    RETURNING id
), recorded AS (
    UPDATE actormigrate.attempt a
    SET outcome = 'done', finished_at = clock_timestamp(), rows = a.rows + $4, bytes = a.bytes + $5
    FROM done
    WHERE a.task = done.id AND a.attempt = $2
), dependants AS (
    SELECT t.id
    FROM done
    JOIN actormigrate.task_need n ON n.needs = done.id
    JOIN actormigrate.task t ON t.id = n.task AND t.state = 'blocked'
    ORDER BY t.id
    FOR UPDATE OF t
), released AS (
    UPDATE actormigrate.task t
    SET unmet = t.unmet - 1,
        state = CASE WHEN t.unmet = 1 AND t.state = 'blocked' THEN 'ready' ELSE t.state END
    FROM dependants d
    WHERE t.id = d.id
    RETURNING t.id
)
SELECT count(*) FROM done;
