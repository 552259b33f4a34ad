-- Ends an attempt that failed. $4 is the new state of the task: 'running' (its supervisor tries again), 'ready' (given back
-- after a failure that nothing can go on after) or 'failed'; whatever needs a failed task can never begin and is skipped with it.
-- A task that is to be tried again and has failed $8 times on this node is given back, so that another node may try it, if one lives;
-- for $9 seconds this node leaves it to the others.
WITH RECURSIVE moving AS (
    SELECT $4 = 'running'
           AND (SELECT count(*) FROM actormigrate.attempt a WHERE a.task = $1 AND a.node = $3 AND a.outcome = 'failed') + 1 >= $8
           AND EXISTS (
               SELECT FROM actormigrate.task t
               JOIN actormigrate.node o ON o.migration = t.migration AND o.id <> $3 AND o.left_at IS NULL AND o.copy_slots > 0
               WHERE t.id = $1) AS elsewhere
), failed AS (
    UPDATE actormigrate.task
    SET state = CASE WHEN moving.elsewhere THEN 'ready' ELSE $4 END,
        node = CASE WHEN $4 = 'running' AND NOT moving.elsewhere THEN node END,
        avoids = CASE WHEN moving.elsewhere THEN $3 END,
        avoids_until = CASE WHEN moving.elsewhere THEN clock_timestamp() + make_interval(secs => $9) END,
        finished_at = CASE WHEN $4 = 'failed' THEN clock_timestamp() END,
        sqlstate = $5, error = $6, remedy = $7
    FROM moving
    WHERE id = $1 AND attempt = $2 AND node = $3 AND state = 'running'
    RETURNING id, moving.elsewhere
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
SELECT (SELECT count(*) FROM failed), (SELECT count(*) FROM failed WHERE elsewhere);
