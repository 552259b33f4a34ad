-- One row per in-scope table, with how far its tasks are, for people who watch all tables at once. A table is done when nothing of it is
-- left to do. Like every read, this one locks the table of migrations first.
SELECT r.id, r.source_schema, r.source_name, r.target_schema, r.target_name, r.estimated_rows, r.estimated_bytes,
       CASE WHEN coalesce(c.failed, 0) > 0 THEN 'failed'
            WHEN coalesce(c.copies, 0) = 0 THEN 'waiting'
            WHEN c.copied = c.copies AND c.unfinished = 0 THEN 'done'
            WHEN c.copied = c.copies THEN 'finishing'
            WHEN c.copying > 0 OR c.copied > 0 THEN 'copying'
            ELSE 'waiting' END,
       coalesce(c.rows, 0)::bigint, coalesce(c.bytes, 0)::bigint, coalesce(c.copies, 0), coalesce(c.copied, 0),
       coalesce(c.retries, 0)::bigint
FROM actormigrate.migration m
JOIN actormigrate.relation r ON r.migration = m.id
LEFT JOIN (
    SELECT t.relation,
           count(*) FILTER (WHERE t.lane = 'copy') AS copies,
           count(*) FILTER (WHERE t.lane = 'copy' AND t.state = 'done') AS copied,
           count(*) FILTER (WHERE t.lane = 'copy' AND t.state = 'running') AS copying,
           count(*) FILTER (WHERE t.state IN ('blocked', 'ready', 'running')) AS unfinished,
           count(*) FILTER (WHERE t.state IN ('failed', 'skipped')) AS failed,
           sum(t.rows) FILTER (WHERE t.lane = 'copy') AS rows, sum(t.bytes) FILTER (WHERE t.lane = 'copy') AS bytes,
           sum(greatest(t.attempt - 1, 0)) AS retries
    FROM actormigrate.task t
    WHERE t.migration = $1 AND t.relation IS NOT NULL
    GROUP BY t.relation
) c ON c.relation = r.id
WHERE m.id = $1
ORDER BY r.id;
