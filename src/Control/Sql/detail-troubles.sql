-- The latest attempts without success, the last one first.
SELECT a.finished_at, t.kind, t.name, a.attempt, n.name, a.outcome, a.sqlstate, left(a.error, 500)
FROM actormigrate.migration m
JOIN actormigrate.task t ON t.migration = m.id
JOIN actormigrate.attempt a ON a.task = t.id
LEFT JOIN actormigrate.node n ON n.id = a.node
WHERE m.id = $1 AND a.outcome IN ('failed', 'lost')
ORDER BY a.finished_at DESC NULLS LAST, t.id, a.attempt
LIMIT $2;
