-- Ends the backends of earlier attempts at a task. The start time tells a backend from a later one with the same pid.
SELECT pg_terminate_backend(s.pid)
FROM actormigrate.attempt a
JOIN pg_stat_activity s ON s.pid = a.target_pid AND s.backend_start = a.backend_start
WHERE a.task = $1 AND a.attempt < $2 AND s.pid <> pg_backend_pid();
