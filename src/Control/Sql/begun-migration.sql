-- The latest migration, for a node that is to join or resume it. Its first snapshot is written once nothing can refuse it any
-- more; before that, the coordinator may still take the whole ledger back.
SELECT m.id, m.tool_version, m.source, m.target, m.source_identity, m.source_snapshot,
       EXISTS (SELECT FROM actormigrate.snapshot s WHERE s.migration = m.id),
       m.options::text, m.phase_number, m.outcome, m.coordinator, m.term, n.heartbeat_at, clock_timestamp(), m.taken_back,
       m.source_timeline, m.target_identity, m.target_timeline, m.started_at,
       (SELECT p.entered_at FROM actormigrate.phase p WHERE p.migration = m.id AND p.number = m.phase_number AND p.left_at IS NULL),
       m.resumed_at
FROM actormigrate.migration m
LEFT JOIN actormigrate.node n ON n.id = m.coordinator AND n.left_at IS NULL
ORDER BY m.started_at DESC
LIMIT 1;
