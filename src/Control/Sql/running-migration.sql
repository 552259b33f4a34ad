-- The latest migration, for one who would take part in it. Its first snapshot is written once nothing can refuse it any more; before
-- that, the coordinator may still take the whole ledger back.
SELECT m.id, m.tool_version, m.source_identity, m.source, m.target, m.phase_number, m.outcome,
       EXISTS (SELECT FROM actormigrate.snapshot s WHERE s.migration = m.id), m.options ->> 'scope', m.options ->> 'node'
FROM actormigrate.migration m
ORDER BY m.started_at DESC
LIMIT 1;
