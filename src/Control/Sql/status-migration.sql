-- The latest migration, with the totals of its tables, rows, bytes and tasks by state, for people and programs that only look. The tasks of
-- a large migration fill hundreds of megabytes, so they are read once, for both.
WITH m AS (
    SELECT * FROM actormigrate.migration ORDER BY started_at DESC LIMIT 1
),
c AS (
    SELECT t.relation, sum(t.rows) FILTER (WHERE t.lane = 'copy') AS rows, sum(t.bytes) FILTER (WHERE t.lane = 'copy') AS bytes,
           coalesce(bool_and(t.state = 'done') FILTER (WHERE t.lane = 'copy'), false) AS copied,
           bool_or(t.state IN ('failed', 'skipped') AND t.lane <> 'compare') AS unsuccessful,
           count(*) FILTER (WHERE t.state = 'blocked') AS blocked, count(*) FILTER (WHERE t.state = 'ready') AS ready,
           count(*) FILTER (WHERE t.state = 'running') AS running, count(*) FILTER (WHERE t.state = 'done') AS done,
           count(*) FILTER (WHERE t.state = 'failed') AS failed, count(*) FILTER (WHERE t.state = 'skipped') AS skipped
    FROM m
    JOIN actormigrate.task t ON t.migration = m.id
    GROUP BY t.relation
)
SELECT m.id, m.tool_version, m.source, m.target, m.started_at, clock_timestamp(), m.outcome, m.phase, m.term,
       t.tables, t.copied, t.failed_tables, t.rows, t.bytes, t.estimated,
       t.blocked, t.ready, t.running, t.done, t.failed, t.skipped,
       h.holders, extract(epoch FROM clock_timestamp() - h.since)::float8, m.target_timeline,
       t.large_objects, t.large_objects_copied, (m.options #>> '{shared,maxRate}')::bigint
FROM m
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE is_table) AS tables, count(*) FILTER (WHERE is_table AND c.copied) AS copied,
           count(*) FILTER (WHERE is_table AND c.unsuccessful) AS failed_tables,
           coalesce(sum(c.rows) FILTER (WHERE is_table), 0)::bigint AS rows,
           coalesce(sum(r.estimated_rows) FILTER (WHERE NOT is_table), 0)::bigint AS large_objects,
           coalesce(sum(c.rows) FILTER (WHERE NOT is_table), 0)::bigint AS large_objects_copied,
           coalesce(sum(c.bytes) FILTER (WHERE is_table IS NOT NULL), 0)::bigint AS bytes,
           coalesce(sum(r.estimated_bytes), 0)::bigint AS estimated,
           coalesce(sum(c.blocked), 0)::bigint AS blocked, coalesce(sum(c.ready), 0)::bigint AS ready,
           coalesce(sum(c.running), 0)::bigint AS running, coalesce(sum(c.done), 0)::bigint AS done,
           coalesce(sum(c.failed), 0)::bigint AS failed, coalesce(sum(c.skipped), 0)::bigint AS skipped
    FROM (
        SELECT r.id, r.estimated_rows, r.estimated_bytes, (r.source_schema, r.source_name) <> ('pg_catalog', 'pg_largeobject') AS is_table
        FROM actormigrate.relation r
        WHERE r.migration = m.id
    ) r
    FULL JOIN c ON c.relation = r.id
) t
CROSS JOIN LATERAL (
    SELECT count(*) AS holders, min(exported_at) AS since FROM actormigrate.snapshot WHERE migration = m.id AND released_at IS NULL
) h;
