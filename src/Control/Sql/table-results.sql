-- One row per in-scope table: its copies rolled up, and the first error of anything that belongs to it, causes before consequences.
SELECT r.source_schema, r.source_name, r.target_schema, r.target_name,
       coalesce(c.rows, 0)::bigint, coalesce(c.bytes, 0)::bigint, coalesce(c.seconds, 0)::float8,
       coalesce(c.partitions, 0)::int, coalesce(c.attempts, 0)::int,
       coalesce(a.success, false),
       r.source_rows, r.target_rows, a.error, r.source_bytes IS NOT DISTINCT FROM r.target_bytes
         AND coalesce(r.source_digest = r.target_digest, true),
       r.source_digest IS NOT NULL AND r.target_digest IS NOT NULL,
       r.source_digest
FROM actormigrate.relation r
LEFT JOIN LATERAL (
    SELECT sum(t.rows) AS rows, sum(t.bytes) AS bytes, count(*) AS partitions, sum(t.attempt) AS attempts,
           extract(epoch FROM max(coalesce(x.finished_at, t.finished_at)) - min(x.started_at)) AS seconds
    FROM actormigrate.task t
    LEFT JOIN LATERAL (
        SELECT min(started_at) AS started_at, max(finished_at) AS finished_at
        FROM actormigrate.attempt
        WHERE task = t.id
    ) x ON true
    WHERE t.relation = r.id AND t.lane = 'copy'
) c ON true
LEFT JOIN LATERAL (
    SELECT bool_and(t.state = 'done') AND bool_or(t.lane = 'copy') AS success,
           (array_agg(t.kind || ' ' || t.name || ': ' || coalesce(t.sqlstate || ' ', '') || t.error ORDER BY t.state, t.id)
               FILTER (WHERE t.state IN ('failed', 'skipped')))[1] AS error
    FROM actormigrate.task t
    WHERE t.relation = r.id AND t.lane <> 'compare'
) a ON true
WHERE r.migration = $1
ORDER BY r.source_schema COLLATE "C", r.source_name COLLATE "C";
