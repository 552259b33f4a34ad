-- The totals that the status lacks: attempts without success, and the rows and bytes that running copies have committed in chunks, which the
-- status counts in their tables and in their progress.
SELECT (SELECT count(*)
        FROM actormigrate.task t
        JOIN actormigrate.attempt a ON a.task = t.id
        WHERE t.migration = m.id AND a.outcome IN ('failed', 'lost')),
       c.rows, c.bytes
FROM actormigrate.migration m
CROSS JOIN LATERAL (
    SELECT coalesce(sum(t.rows), 0)::bigint AS rows, coalesce(sum(t.bytes), 0)::bigint AS bytes
    FROM actormigrate.task t
    WHERE t.migration = m.id AND t.lane = 'copy' AND t.state = 'running'
) c
WHERE m.id = $1;
