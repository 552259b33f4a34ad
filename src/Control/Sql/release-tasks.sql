-- Gives back what the ledger says that a node holds, but for the tasks of $3, which it knows of. A backend that still writes for one is
-- ended; it could not commit any more.
WITH released AS (
    UPDATE actormigrate.task SET state = 'ready', node = NULL
    WHERE migration = $1 AND node = $2 AND state = 'running' AND id <> ALL ($3)
    RETURNING id
), ended AS (
    SELECT CASE WHEN
-- include may-end-backend.sql
        THEN pg_terminate_backend(s.pid) END
    FROM released r
    JOIN actormigrate.attempt a ON a.task = r.id AND a.finished_at IS NULL
    JOIN pg_stat_activity s ON s.pid = a.target_pid AND s.backend_start = a.backend_start
    WHERE s.pid <> pg_backend_pid()
)
UPDATE actormigrate.attempt a
SET outcome = 'released', finished_at = clock_timestamp()
FROM released r
WHERE a.task = r.id AND a.finished_at IS NULL AND (SELECT count(*) FROM ended) >= 0;
