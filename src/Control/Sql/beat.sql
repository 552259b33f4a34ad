-- Writes a heartbeat and returns, in the same round trip, whether the node's own row has ended, which node coordinates in which term,
-- whether the migration has ended, and every other node's last heartbeat by this server's clock. A heartbeat does not revive a row that has
-- ended. A session with the mark of another node's heartbeat shows that the node's process is alive. The answer also has the start of this
-- session: two answers can be compared only when they came through the same session.
WITH beaten AS (
    UPDATE actormigrate.node SET heartbeat_at = clock_timestamp() WHERE migration = $1 AND id = $2 AND left_at IS NULL RETURNING id
)
SELECT EXISTS (SELECT FROM beaten), m.outcome, m.phase_number, m.coordinator, m.term, clock_timestamp(),
       n.id, n.name, n.heartbeat_at, n.left_at IS NOT NULL,
       EXISTS (SELECT FROM pg_stat_activity s WHERE s.application_name LIKE '% heartbeat ' || left(n.id::text, 8)),
       n.address, coalesce(n.uid, 0),
       (SELECT own.backend_start FROM pg_stat_get_activity(pg_backend_pid()) own)
FROM actormigrate.migration m
LEFT JOIN actormigrate.node n ON n.migration = m.id AND n.id <> $2 AND (n.left_at IS NULL OR n.id = m.coordinator)
WHERE m.id = $1;
