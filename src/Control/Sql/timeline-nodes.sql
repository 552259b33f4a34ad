-- The migration's time and its nodes with the most attempts, for its report. Each row repeats the migration's start and end, and how many
-- nodes there are, so that one look has all that the other queries of the timeline are split by.
WITH tries AS (
    SELECT a.node, count(*) AS attempts, max(coalesce(a.finished_at, n.left_at, clock_timestamp())) AS ended_at
    FROM actormigrate.task t
    JOIN actormigrate.attempt a ON a.task = t.id
    LEFT JOIN actormigrate.node n ON n.id = a.node
    WHERE t.migration = $1
    GROUP BY a.node
), span AS (
    SELECT m.started_at, greatest(max(r.ended_at), max(p.entered_at), m.started_at) AS ended_at, m.coordinator
    FROM actormigrate.migration m
    LEFT JOIN actormigrate.phase p ON p.migration = m.id
    LEFT JOIN tries r ON true
    WHERE m.id = $1
    GROUP BY m.id
)
SELECT s.started_at, extract(epoch FROM s.ended_at - s.started_at)::float8, count(*) OVER (), n.term, n.name, n.host, n.id = s.coordinator,
       n.reaped_by IS NOT NULL, extract(epoch FROM n.started_at - s.started_at)::float8,
       extract(epoch FROM n.left_at - s.started_at)::float8,
       coalesce(r.attempts, 0)
FROM span s
LEFT JOIN actormigrate.node n ON n.migration = $1
LEFT JOIN tries r ON r.node = n.id
ORDER BY coalesce(r.attempts, 0) DESC, n.term
LIMIT $2;
