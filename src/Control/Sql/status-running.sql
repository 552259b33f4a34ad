-- The running tasks, each with the wait of its backend in the target. A copy's progress is the server's own; a role that may not see
-- the backend's state sees no wait and no progress.
SELECT t.id, t.attempt, t.kind, t.name, n.name, coalesce(extract(epoch FROM clock_timestamp() - a.started_at), 0)::float8,
       t.rows + coalesce(p.tuples_processed, 0), t.bytes + coalesce(p.bytes_processed, 0),
       CASE WHEN s.wait_event_type = 'Lock' THEN 'lock: ' || s.wait_event ELSE s.wait_event_type || ': ' || s.wait_event END,
       CASE WHEN s.wait_event_type = 'Lock' THEN pg_blocking_pids(s.pid) ELSE '{}' END, t.error
FROM actormigrate.task t
LEFT JOIN actormigrate.node n ON n.id = t.node
LEFT JOIN actormigrate.attempt a ON a.task = t.id AND a.attempt = t.attempt AND a.finished_at IS NULL
LEFT JOIN pg_stat_activity s ON s.pid = a.target_pid AND s.backend_start = a.backend_start
LEFT JOIN pg_stat_progress_copy p ON p.pid = s.pid
WHERE t.migration = $1 AND t.state = 'running'
ORDER BY t.estimated_bytes DESC, t.id;
