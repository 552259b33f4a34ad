-- The tasks that phase $2 waits for and that nothing can bring to an end: no task is running, and none that is open may begin. That
-- is a defect of the plan or of a counter in it, and the coordinator would wait for them without end. The statement repeats the
-- condition by which look.sql finds that a phase waits in vain: it runs a moment later, and ends the run only where the condition still
-- holds. It is one statement, so that a completion under way shows either the task that runs or the tasks that it has released.
SELECT t.kind, t.name,
       CASE
           WHEN t.state = 'ready' THEN 'opens only in a later phase'
           WHEN cardinality(t.needs_data) > 0 AND NOT m.copies_planned THEN 'needs copies that are not planned'
           ELSE coalesce((SELECT 'needs ' || needed.kind || ' ' || needed.name
                          FROM actormigrate.task_need n
                          JOIN actormigrate.task needed ON needed.id = n.needs AND needed.state <> 'done'
                          WHERE n.task = t.id
                          ORDER BY needed.id
                          LIMIT 1),
                         'needs nothing that is not done')
       END
FROM actormigrate.task t
JOIN actormigrate.migration m ON m.id = t.migration
WHERE t.migration = $1 AND t.awaited_in <= $2 AND t.state IN ('blocked', 'ready')
  AND NOT EXISTS (SELECT FROM actormigrate.task WHERE migration = $1 AND state = 'running')
  AND NOT EXISTS (SELECT FROM actormigrate.task WHERE migration = $1 AND state = 'ready' AND opens_at <= $2)
ORDER BY t.id;
