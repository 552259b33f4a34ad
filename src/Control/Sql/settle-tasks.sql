-- Sets the state of every waiting task anew: a need that is done is met; a need that failed skips the task and, in turn, all that need it.
-- Run after tasks or needs were added or taken back. A task that needs rows whose copies are not planned yet waits for the plan, too.
WITH RECURSIVE doomed AS (
    SELECT t.id AS task
    FROM actormigrate.task_need n
    JOIN actormigrate.task needed ON needed.id = n.needs AND needed.state IN ('failed', 'skipped')
    JOIN actormigrate.task t ON t.id = n.task AND t.migration = $1 AND t.state IN ('blocked', 'ready')
    UNION
    SELECT n.task FROM actormigrate.task_need n JOIN doomed d ON n.needs = d.task
), waiting AS (
    SELECT t.id, t.unmet, t.state,
           CASE WHEN cardinality(t.needs_data) > 0 AND NOT m.copies_planned THEN 1 ELSE 0 END
               + (SELECT count(*)
                  FROM actormigrate.task_need n
                  JOIN actormigrate.task needed ON needed.id = n.needs AND needed.state <> 'done'
                  WHERE n.task = t.id) AS left_unmet,
           t.id IN (SELECT d.task FROM doomed d) AS is_doomed
    FROM actormigrate.task t
    JOIN actormigrate.migration m ON m.id = t.migration
    WHERE t.migration = $1 AND t.state IN ('blocked', 'ready')
), settled AS (
    SELECT w.id, w.left_unmet, w.is_doomed,
           CASE WHEN w.is_doomed THEN 'skipped' WHEN w.left_unmet = 0 THEN 'ready' ELSE 'blocked' END AS new_state
    FROM waiting w
    WHERE w.is_doomed
       OR w.unmet <> w.left_unmet
       OR w.state <> CASE WHEN w.left_unmet = 0 THEN 'ready' ELSE 'blocked' END
)
UPDATE actormigrate.task t
SET unmet = s.left_unmet,
    state = s.new_state,
    error = CASE
                WHEN s.is_doomed THEN (
                    SELECT 'not begun, because ' || needed.name || CASE needed.state WHEN 'failed' THEN ' failed' ELSE ' was skipped' END
                    FROM actormigrate.task_need n
                    JOIN actormigrate.task needed ON needed.id = n.needs
                    WHERE n.task = t.id AND (needed.state IN ('failed', 'skipped') OR needed.id IN (SELECT d.task FROM doomed d))
                    ORDER BY needed.state <> 'failed', needed.id
                    LIMIT 1)
                ELSE t.error
            END
FROM settled s
WHERE t.id = s.id;
