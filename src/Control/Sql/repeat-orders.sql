-- The tasks that a node holds according to the ledger but does not report: the order was lost, perhaps with the coordinator that gave it,
-- or a crash of the target has lost the commit that completed the task. The task is ordered again every $4 seconds, by the coordinator of
-- the current term alone.
UPDATE actormigrate.task t
SET claimed_at = clock_timestamp()
FROM actormigrate.migration m
WHERE m.id = $1 AND m.coordinator = $5 AND m.term = $6 AND m.outcome IS NULL
  AND t.migration = m.id AND t.node = $2 AND t.state = 'running' AND t.lot IS NULL AND t.id <> ALL ($3)
  AND t.claimed_at < clock_timestamp() - make_interval(secs => $4)
RETURNING t.id, t.lane, t.kind, t.name, t.relation, t.estimated_rows, t.estimated_bytes, t.attempt, t.memory, t.lot;
