-- Fails a task under which nodes have died again and again, or it would kill one node after the other. Tasks that need it are skipped.
WITH RECURSIVE poisoned AS (
    UPDATE actormigrate.task t
    SET state = 'failed', finished_at = clock_timestamp(), sqlstate = NULL,
        error = 'the node that worked on it died ' || t.adoptions::text || ' times',
        remedy = 'Look in the nodes'' logs and the kernel''s for what ended them, such as a lack of memory.'
    FROM actormigrate.migration m
    WHERE m.id = $1 AND m.coordinator = $2 AND m.term = $3 AND m.outcome IS NULL
      AND t.migration = m.id AND t.state = 'ready' AND t.adoptions >= $4
    RETURNING t.id, t.name
), dependants AS (
    SELECT n.task, p.name FROM actormigrate.task_need n JOIN poisoned p ON n.needs = p.id
    UNION
    SELECT n.task, d.name FROM actormigrate.task_need n JOIN dependants d ON n.needs = d.task
), skipped AS (
    UPDATE actormigrate.task t
    SET state = 'skipped', finished_at = clock_timestamp(), error = 'not begun, because ' || d.name || ' failed'
    FROM dependants d
    WHERE t.id = d.task AND t.state = 'blocked'
)
SELECT name FROM poisoned;
