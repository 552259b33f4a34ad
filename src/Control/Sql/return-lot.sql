-- Gives back the tasks of a lot that failed; what it did was rolled back. The tasks of $4, which broke it, are granted alone from now on,
-- and show then what is wrong with each. The attempt does not count against their budgets.
WITH returned AS (
    UPDATE actormigrate.task t
    SET state = 'ready', node = NULL, lot = NULL, together = t.together AND t.id <> ALL ($4), attempts_before = t.attempts_before + 1
    FROM unnest($1::bigint[], $2::integer[]) AS l (id, attempt)
    WHERE t.id = l.id AND t.attempt = l.attempt AND t.node = $3 AND t.state = 'running'
    RETURNING t.id, t.attempt
)
UPDATE actormigrate.attempt a
SET outcome = 'released', finished_at = clock_timestamp(), error = $5
FROM returned r
WHERE a.task = r.id AND a.attempt = r.attempt;
