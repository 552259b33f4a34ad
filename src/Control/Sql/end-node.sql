-- Ends the row of a node that the cluster has removed. Only the coordinator of the current term may. From here on the node is granted
-- nothing, and what it holds is swept up. The migration's row is locked before the node's, as take-term.sql does: of two nodes that end
-- each other at the same moment, the one that comes second finds a new term, or its own row ended.
WITH leads AS MATERIALIZED (
    SELECT m.id FROM actormigrate.migration m
    WHERE m.id = $1 AND m.coordinator = $2 AND m.term = $3 AND m.outcome IS NULL
    FOR SHARE
)
UPDATE actormigrate.node n
SET left_at = clock_timestamp(), reaped_by = $2
FROM leads
WHERE n.migration = leads.id AND n.id = $4 AND n.left_at IS NULL
RETURNING n.id, set_config('synchronous_commit', 'on', true);
