-- Ends the backends that still write for attempts at the tasks of held, where this role may; they could not commit any more.
    SELECT CASE WHEN
-- include may-end-backend.sql
        THEN pg_terminate_backend(s.pid) END
    FROM held
    JOIN actormigrate.attempt a ON a.task = held.id AND a.finished_at IS NULL
    JOIN pg_stat_activity s ON s.pid = a.target_pid AND s.backend_start = a.backend_start
    WHERE s.pid <> pg_backend_pid()
