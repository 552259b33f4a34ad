-- The copies under way with their tables, and the rows and bytes that each has committed in chunks: the status counts these in its
-- progress, too. Those of a lot share one backend and its progress, and are short: they count once they are committed.
SELECT t.id, t.relation, t.rows, t.bytes
FROM actormigrate.migration m
JOIN actormigrate.task t ON t.migration = m.id
WHERE m.id = $1 AND t.lane = 'copy' AND t.state = 'running' AND t.lot IS NULL AND t.relation IS NOT NULL
ORDER BY t.id;
