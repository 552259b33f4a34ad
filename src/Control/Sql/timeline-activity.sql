-- How much each node worked in each lane, in spans of $2 seconds from the migration's start, of which there are $3; and the rows and bytes
-- that its copies committed, spread evenly over the time of their attempts. All attempts are counted, listed or not.
WITH tries AS (
    SELECT n.term, t.lane, extract(epoch FROM a.started_at - m.started_at)::float8 AS began,
           extract(epoch FROM greatest(coalesce(a.finished_at, n.left_at, clock_timestamp()), a.started_at) - m.started_at)::float8 AS ended,
           CASE WHEN t.lane = 'copy' THEN a.rows ELSE 0 END AS rows, CASE WHEN t.lane = 'copy' THEN a.bytes ELSE 0 END AS bytes
    FROM actormigrate.migration m
    JOIN actormigrate.task t ON t.migration = m.id
    JOIN actormigrate.attempt a ON a.task = t.id
    LEFT JOIN actormigrate.node n ON n.id = a.node
    WHERE m.id = $1
), spans AS (
    SELECT r.*, least(greatest(floor(r.began / $2), 0), $3 - 1)::int AS first, least(greatest(floor(r.ended / $2), 0), $3 - 1)::int AS last FROM tries r
)
SELECT s.term, s.lane, o.span, sum(o.seconds), sum(s.rows * o.share), sum(s.bytes * o.share)
FROM spans s
CROSS JOIN LATERAL (
    SELECT span, seconds, CASE WHEN s.first = s.last OR s.ended <= s.began THEN 1 ELSE seconds / (s.ended - s.began) END AS share
    FROM generate_series(s.first, s.last) AS span
    CROSS JOIN LATERAL (SELECT greatest(least(s.ended, (span + 1) * $2) - greatest(s.began, span * $2), 0) AS seconds) AS overlap
) AS o
GROUP BY s.term, s.lane, o.span
ORDER BY s.term, s.lane, o.span;
