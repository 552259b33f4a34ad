-- Sessions that do not answer, with what they wait for, and the sessions that may be in their way: those with this database that have been
-- at work for some seconds and wait neither for their client nor for a lightweight lock. No view tells which session holds such a lock.
SELECT session.pid,
       coalesce(session.application_name, ''),
       coalesce(session.state, ''),
       coalesce(session.wait_event_type || '/' || session.wait_event, ''),
       pg_blocking_pids(session.pid),
       session.pid = ANY ($1::int[]) AS is_asked,
       coalesce(extract(epoch FROM clock_timestamp() - session.query_start), 0)::float8,
       coalesce(extract(epoch FROM clock_timestamp() - session.state_change), 0)::float8
FROM pg_stat_activity AS session
WHERE session.pid = ANY ($1::int[])
   OR (session.datname = current_database() AND session.pid <> pg_backend_pid() AND session.state = 'active'
       AND coalesce(session.wait_event_type, '') NOT IN ('Client', 'LWLock')
       AND session.query_start < clock_timestamp() - interval '5 s')
ORDER BY is_asked DESC, session.query_start
LIMIT 8
