-- Gives back the tasks of a lot that failed; what it did was rolled back. Those of $4, which broke it, are granted alone from now on, and
-- show then what is wrong with each. The attempt does not count against their budgets.
WITH returned AS (
    UPDATE actormigrate.task
    SET state = 'ready', node = NULL, lot = NULL, together = together AND id <> ALL ($4), attempts_before = attempts_before + 1
    WHERE id = ANY ($1) AND attempt = ANY ($2) AND node = $3 AND state = 'running' AND (id, attempt) IN (SELECT * FROM unnest($1, $2))
    RETURNING id, attempt
)
UPDATE actormigrate.attempt a
SET outcome = 'released', finished_at = clock_timestamp(), error = $5
FROM returned r
WHERE a.task = r.id AND a.attempt = r.attempt;
