-- Takes over the coordination of a migration in the next term, by compare and set, so that only one of several nodes succeeds. The former
-- coordinator must have left, or have written no heartbeat since $4; in the latter case, this statement ends its row. $6 allows to resume a
-- migration that has ended, which begins another run of it.
WITH ended AS (
    UPDATE actormigrate.node n
    SET left_at = clock_timestamp(), reaped_by = $5
    FROM actormigrate.migration m
    WHERE m.id = $1 AND m.coordinator = $2 AND m.term = $3
      AND n.migration = m.id AND n.id = $2 AND n.left_at IS NULL AND n.heartbeat_at = $4
    RETURNING n.id
)
UPDATE actormigrate.migration m
SET coordinator = $5, term = m.term + 1, outcome = NULL, finished_at = NULL,
    resumed_at = CASE WHEN m.outcome IS NULL THEN m.resumed_at ELSE clock_timestamp() END
WHERE m.id = $1 AND m.coordinator = $2 AND m.term = $3
  AND (m.outcome IS NULL OR $6)
  AND (EXISTS (SELECT FROM ended) OR NOT EXISTS (SELECT FROM actormigrate.node n WHERE n.id = $2 AND n.left_at IS NULL))
RETURNING m.term, m.resumed_at, set_config('synchronous_commit', 'on', true);
