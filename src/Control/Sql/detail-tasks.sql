-- The tasks of one table, its copies first. The seconds are those of all attempts, up to now for one that is under way.
SELECT t.id, t.kind, t.name, t.lane, t.state, t.attempt, n.name, t.estimated_rows, t.estimated_bytes, t.rows, t.bytes,
       (SELECT coalesce(sum(extract(epoch FROM coalesce(a.finished_at, w.left_at, clock_timestamp()) - a.started_at)), 0)::float8
        FROM actormigrate.attempt a
        LEFT JOIN actormigrate.node w ON w.id = a.node
        WHERE a.task = t.id),
       t.sqlstate, t.error, t.remedy
FROM actormigrate.migration m
JOIN actormigrate.task t ON t.migration = m.id
LEFT JOIN actormigrate.node n ON n.id = t.node
WHERE m.id = $1 AND t.relation = $2
ORDER BY array_position(ARRAY['copy', 'schema', 'finish', 'compare'], t.lane), t.id
LIMIT $3;
