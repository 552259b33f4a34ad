-- Ends the row of a node whose heart has not beaten since it was seen to be silent. Only the coordinator of the current term may;
-- a heart that has beaten meanwhile saves its node. From here on the node claims nothing, and what it holds is swept up.
UPDATE actormigrate.node n
SET left_at = clock_timestamp(), reaped_by = $2
FROM actormigrate.migration m
WHERE m.id = $1 AND m.coordinator = $2 AND m.term = $3 AND m.outcome IS NULL
  AND n.migration = m.id AND n.id = $4 AND n.heartbeat_at = $5 AND n.left_at IS NULL
RETURNING n.id, set_config('synchronous_commit', 'on', true);
