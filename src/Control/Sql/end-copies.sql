-- Ends the backends that copy into tables which are about to be emptied; what they have is lost in any case.
SELECT CASE WHEN
-- include may-end-backend.sql
    THEN pg_catalog.pg_terminate_backend(s.pid) END
FROM actormigrate.task t
JOIN actormigrate.attempt a ON a.task = t.id AND a.finished_at IS NULL
JOIN pg_catalog.pg_stat_activity s ON s.pid = a.target_pid AND s.backend_start = a.backend_start
WHERE t.migration = $1 AND t.relation = ANY ($2) AND t.lane = 'copy' AND s.pid <> pg_catalog.pg_backend_pid();
