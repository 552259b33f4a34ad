-- Gives back what the ledger says that a node holds, but for the tasks of $3, which it knows of. A backend that still writes for one is
-- ended; it could not commit any more.
WITH held AS (
    UPDATE actormigrate.task SET state = 'ready', node = NULL
    WHERE migration = $1 AND node = $2 AND state = 'running' AND id <> ALL ($3)
    RETURNING id
), ended AS (
-- include end-backends-of-held.sql
)
UPDATE actormigrate.attempt a
SET outcome = 'released', finished_at = clock_timestamp()
FROM held
WHERE a.task = held.id AND a.finished_at IS NULL AND (SELECT count(*) FROM ended) >= 0;
