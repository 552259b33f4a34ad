-- Ends the row of a node that the cluster has removed. Only the coordinator of the current term may. From here on the node is granted
-- nothing, and what it holds is swept up.
UPDATE actormigrate.node n
SET left_at = clock_timestamp(), reaped_by = $2
FROM actormigrate.migration m
WHERE m.id = $1 AND m.coordinator = $2 AND m.term = $3 AND m.outcome IS NULL
  AND n.migration = m.id AND n.id = $4 AND n.left_at IS NULL
RETURNING n.id, set_config('synchronous_commit', 'on', true);
