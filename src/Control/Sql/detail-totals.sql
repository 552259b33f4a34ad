-- The totals that the status lacks: attempts without success, and the rows and bytes that running copies have committed in chunks, which the
-- status counts in their tables and in their progress.
SELECT (SELECT count(*)
        FROM actormigrate.task t
        JOIN actormigrate.attempt a ON a.task = t.id
        WHERE t.migration = $1 AND a.outcome IN ('failed', 'lost')),
       coalesce(sum(c.rows), 0)::bigint, coalesce(sum(c.bytes), 0)::bigint
FROM actormigrate.task c
WHERE c.migration = $1 AND c.lane = 'copy' AND c.state = 'running';
