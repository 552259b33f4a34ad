-- The attempts without success, of which the status counts none that were retried.
SELECT (SELECT count(*)
        FROM actormigrate.task t
        JOIN actormigrate.attempt a ON a.task = t.id
        WHERE t.migration = m.id AND a.outcome IN ('failed', 'lost'))
FROM actormigrate.migration m
WHERE m.id = $1;
