-- Begins the next attempt at each task of a list that this node has claimed. Earlier attempts without an end are lost. Their backends are
-- ended where they still run, and cannot commit any more, because the attempt's number has moved on. The statement ends these backends
-- before it locks the task's row, because a backend between its last statement and its commit holds that row. The start time tells a
-- backend from a later one with the same pid. Most tasks have no earlier attempt, so that there is no backend to look for. $3 says that
-- this very session writes for the attempts.
WITH ended AS (
    SELECT CASE WHEN
-- include may-end-backend.sql
        THEN pg_terminate_backend(s.pid) END
    FROM actormigrate.attempt a
    JOIN actormigrate.task t ON t.id = a.task AND t.node = $2 AND t.state = 'running' AND t.attempt > 0
    JOIN pg_stat_activity s ON s.pid = a.target_pid AND s.backend_start = a.backend_start
    WHERE a.task = ANY ($1) AND s.pid <> pg_backend_pid()
), begun AS (
    UPDATE actormigrate.task
    SET attempt = attempt + 1
    WHERE id = ANY ($1) AND node = $2 AND state = 'running' AND (SELECT count(*) FROM ended) >= 0
    RETURNING id, attempt, rows, bytes, cursor, attempts_before, payload
), lost AS (
    UPDATE actormigrate.attempt a
    SET outcome = 'lost', finished_at = clock_timestamp()
    FROM begun
    WHERE a.task = begun.id AND begun.attempt > 1 AND a.finished_at IS NULL
), here AS (
    SELECT s.pid, s.backend_start FROM pg_stat_get_activity(pg_backend_pid()) s WHERE $3
), recorded AS (
    INSERT INTO actormigrate.attempt (task, attempt, node, target_pid, backend_start)
    SELECT b.id, b.attempt, $2, (SELECT pid FROM here), (SELECT backend_start FROM here) FROM begun b
)
SELECT id, attempt, rows, bytes, cursor::text, attempts_before, payload::text FROM begun;
