-- Writes a heartbeat and returns, in the same round trip, whether the node's own row has ended, which node coordinates in which term,
-- whether the migration has ended, and every other node's last heartbeat by this server's clock. A heartbeat does not revive a row that
-- has ended.
WITH beaten AS (
    UPDATE actormigrate.node SET heartbeat_at = clock_timestamp() WHERE migration = $1 AND id = $2 AND left_at IS NULL RETURNING id
)
SELECT EXISTS (SELECT FROM beaten), m.outcome, m.phase_number, m.coordinator, m.term, clock_timestamp(),
       n.id, n.name, n.heartbeat_at, n.left_at IS NOT NULL
FROM actormigrate.migration m
LEFT JOIN actormigrate.node n ON n.migration = m.id AND n.id <> $2 AND (n.left_at IS NULL OR n.id = m.coordinator)
WHERE m.id = $1;
