-- Claims up to $4 ready tasks of a lane for a node, those of the earliest phase first, and of these the largest: the very order of the
-- index task_ready, so that a claim costs the same however many tasks are ready. A phase that has not been reached keeps its tasks closed.
-- Only the coordinator of the current term claims, and never more than the node's $8 slots of the lane hold: an offer may arrive twice. A
-- node that has left, or was removed, is granted nothing.
WITH claimed AS (
    SELECT t.id
    FROM actormigrate.task t
    WHERE t.migration = $1
      AND t.state = 'ready'
      AND t.lane = $3
      AND NOT EXISTS (SELECT FROM actormigrate.node n WHERE n.id = $2 AND n.left_at IS NOT NULL)
      AND t.opens_at <= (
          SELECT m.phase_number FROM actormigrate.migration m WHERE m.id = $1 AND m.outcome IS NULL AND m.coordinator = $6 AND m.term = $7)
      AND (t.avoids IS DISTINCT FROM $2 OR t.avoids_until < clock_timestamp() OR NOT EXISTS (
              SELECT FROM actormigrate.node o WHERE o.migration = $1 AND o.id <> $2 AND o.left_at IS NULL AND o.copy_slots > 0))
    ORDER BY t.opens_at, t.estimated_bytes DESC, t.id
    LIMIT least($4, greatest(0, $8 - (
        SELECT count(*) FROM actormigrate.task r WHERE r.node = $2 AND r.state = 'running' AND r.lane = $3)))
    FOR UPDATE SKIP LOCKED
)
UPDATE actormigrate.task t
SET state = 'running', node = $2, claimed_at = clock_timestamp(), memory = $5
FROM claimed
WHERE t.id = claimed.id
RETURNING t.id, t.lane, t.kind, t.name, t.relation, t.estimated_rows, t.estimated_bytes, t.attempt, t.memory;
