-- The latest migration, with the totals of its tables, rows, bytes and tasks by state, for people and programs that only look.
SELECT m.id, m.tool_version, m.source, m.target, m.started_at, clock_timestamp(), m.outcome, m.phase, m.term,
       t.tables, t.copied, t.failed, t.rows, t.bytes, t.estimated,
       s.blocked, s.ready, s.running, s.done, s.failed_tasks, s.skipped,
       h.holders, extract(epoch FROM clock_timestamp() - h.since)::float8, m.target_timeline,
       t.large_objects, t.large_objects_copied
FROM actormigrate.migration m
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE is_table) AS tables, count(*) FILTER (WHERE is_table AND c.copied) AS copied,
           count(*) FILTER (WHERE is_table AND c.failed) AS failed,
           coalesce(sum(c.rows) FILTER (WHERE is_table), 0)::bigint AS rows,
           coalesce(sum(r.estimated_rows) FILTER (WHERE NOT is_table), 0)::bigint AS large_objects,
           coalesce(sum(c.rows) FILTER (WHERE NOT is_table), 0)::bigint AS large_objects_copied,
           coalesce(sum(c.bytes), 0)::bigint AS bytes,
           coalesce(sum(r.estimated_bytes), 0)::bigint AS estimated
    FROM actormigrate.relation r
    CROSS JOIN LATERAL (SELECT (r.source_schema, r.source_name) <> ('pg_catalog', 'pg_largeobject') AS is_table) k
    LEFT JOIN (
        SELECT relation, sum(rows) FILTER (WHERE lane = 'copy') AS rows, sum(bytes) FILTER (WHERE lane = 'copy') AS bytes,
               coalesce(bool_and(state = 'done') FILTER (WHERE lane = 'copy'), false) AS copied,
               bool_or(state IN ('failed', 'skipped') AND lane <> 'compare') AS failed
        FROM actormigrate.task WHERE relation IS NOT NULL GROUP BY relation
    ) c ON c.relation = r.id
    WHERE r.migration = m.id
) t
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE state = 'blocked') AS blocked, count(*) FILTER (WHERE state = 'ready') AS ready,
           count(*) FILTER (WHERE state = 'running') AS running, count(*) FILTER (WHERE state = 'done') AS done,
           count(*) FILTER (WHERE state = 'failed') AS failed_tasks, count(*) FILTER (WHERE state = 'skipped') AS skipped
    FROM actormigrate.task WHERE migration = m.id
) s
CROSS JOIN LATERAL (
    SELECT count(*) AS holders, min(exported_at) AS since FROM actormigrate.snapshot WHERE migration = m.id AND released_at IS NULL
) h
ORDER BY m.started_at DESC
LIMIT 1;
