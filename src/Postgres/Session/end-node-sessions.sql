-- Ends the sessions in this database that have a node's mark. Sessions that hold the snapshot are ended only where $2 is true, because they
-- may be its last holders.
SELECT CASE WHEN
-- include may-end-backend.sql
    THEN pg_catalog.pg_terminate_backend(s.pid) END
FROM pg_catalog.pg_stat_activity s
WHERE s.datname = pg_catalog.current_database() AND s.pid <> pg_catalog.pg_backend_pid()
    AND s.application_name LIKE '% ' || $1 AND ($2 OR s.application_name NOT LIKE '% snapshot ' || $1);
