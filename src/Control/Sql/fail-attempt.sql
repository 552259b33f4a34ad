-- Ends an attempt that failed. $4 says what becomes of the task: 'running' (its supervisor tries again), 'ready' (given back
-- after a failure that nothing can go on after) or 'failed'; whatever needs a failed task can never begin and is skipped with it.
WITH RECURSIVE failed AS (
    UPDATE actormigrate.task
    SET state = $4,
        node = CASE WHEN $4 = 'running' THEN node END,
        finished_at = CASE WHEN $4 = 'failed' THEN clock_timestamp() END,
        sqlstate = $5, error = $6, remedy = $7
    WHERE id = $1 AND attempt = $2 AND node = $3 AND state = 'running'
    RETURNING id
), recorded AS (
    UPDATE actormigrate.attempt a
    SET outcome = CASE WHEN $4 = 'ready' THEN 'released' ELSE 'failed' END, finished_at = clock_timestamp(), sqlstate = $5, error = $6
    FROM failed
    WHERE a.task = failed.id AND a.attempt = $2
), dependants AS (
    SELECT n.task FROM actormigrate.task_need n JOIN failed ON n.needs = failed.id WHERE $4 = 'failed'
    UNION
    SELECT n.task FROM actormigrate.task_need n JOIN dependants d ON n.needs = d.task
), skipped AS (
    UPDATE actormigrate.task t
    SET state = 'skipped', finished_at = clock_timestamp(),
        error = 'not begun, because ' || (SELECT f.name FROM actormigrate.task f WHERE f.id = $1) || ' failed'
    FROM dependants d
    WHERE t.id = d.task AND t.state = 'blocked'
), fatal AS (
    INSERT INTO actormigrate.finding (migration, kind, object, message, sqlstate, remedy)
    SELECT t.migration, 'fatal', t.kind || ' ' || t.name, $6, $5, $7
    FROM failed JOIN actormigrate.task t ON t.id = failed.id
    WHERE $4 = 'ready'
)
SELECT (SELECT count(*) FROM failed), pg_notify('actormigrate', 'failed');
