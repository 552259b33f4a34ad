-- Opens every task again that is not done, with a budget of attempts of its own; a table whose counts differ is counted again.
-- settle-tasks.sql sets the tasks' needs and states afterwards.
UPDATE actormigrate.task t
SET state = 'blocked', attempts_before = t.attempt, adoptions = 0, avoids = NULL, avoids_until = NULL, finished_at = NULL,
    sqlstate = NULL, error = NULL, remedy = NULL
WHERE t.migration = $1
  AND (t.state IN ('failed', 'skipped', 'blocked', 'ready')
       OR (t.state = 'done' AND t.lane = 'compare' AND t.opens_at = $2 AND EXISTS (
               SELECT FROM actormigrate.relation r
               WHERE r.id = t.relation
                 AND (r.source_rows <> r.target_rows OR r.source_digest <> r.target_digest
                      OR r.source_bytes IS DISTINCT FROM r.target_bytes))));
