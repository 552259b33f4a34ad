-- New tasks may need tasks of earlier phases that are settled already: a need that is done is met, one that failed skips
-- the new task and, in turn, whatever needs that one.
WITH RECURSIVE met AS (
    SELECT n.task, count(*) AS met
    FROM actormigrate.task_need n
    JOIN actormigrate.task needed ON needed.id = n.needs AND needed.state = 'done'
    WHERE n.task = ANY ($1)
    GROUP BY n.task
), doomed AS (
    SELECT n.task
    FROM actormigrate.task_need n
    JOIN actormigrate.task needed ON needed.id = n.needs AND needed.state IN ('failed', 'skipped')
    WHERE n.task = ANY ($1)
    UNION
    SELECT n.task FROM actormigrate.task_need n JOIN doomed d ON n.needs = d.task
)
UPDATE actormigrate.task t
SET unmet = t.unmet - coalesce(met.met, 0),
    state = CASE
        WHEN t.id IN (SELECT task FROM doomed) THEN 'skipped'
        WHEN t.unmet = met.met THEN 'ready'
        ELSE t.state
    END,
    error = CASE WHEN t.id IN (SELECT task FROM doomed) THEN 'not begun, because something that it needs failed' END
FROM unnest($1::bigint[]) AS fresh (id)
LEFT JOIN met ON met.task = fresh.id
WHERE t.id = fresh.id AND (met.met > 0 OR t.id IN (SELECT task FROM doomed));
