-- The work of each node in each lane, in spans of $2 seconds from the migration's start, of which there are $3; and the rows and bytes
-- that its copies committed, spread evenly over the time of their attempts. All attempts are counted, listed or not. Most of very many are
-- so short that they lie within one span, and need not be spread; date_part is quicker than extract, whose result is numeric.
WITH tries AS (
    SELECT n.term, t.lane, date_part('epoch', a.started_at - m.started_at) AS began,
           date_part('epoch', greatest(coalesce(a.finished_at, n.left_at, clock_timestamp()), a.started_at) - m.started_at) AS ended,
           CASE WHEN t.lane = 'copy' THEN a.rows ELSE 0 END AS rows, CASE WHEN t.lane = 'copy' THEN a.bytes ELSE 0 END AS bytes
    FROM actormigrate.migration m
    JOIN actormigrate.task t ON t.migration = m.id
    JOIN actormigrate.attempt a ON a.task = t.id
    LEFT JOIN actormigrate.node n ON n.id = a.node
    WHERE m.id = $1
), spans AS (
    SELECT r.*, least(greatest(floor(r.began / $2), 0), $3 - 1)::int AS first,
           least(greatest(floor(r.ended / $2), 0), $3 - 1)::int AS last FROM tries r
), parts AS (
    SELECT s.term, s.lane, s.first AS span, s.ended - s.began AS seconds, s.rows::float8 AS rows, s.bytes::float8 AS bytes
    FROM spans s
    WHERE s.first = s.last
    UNION ALL
    SELECT s.term, s.lane, o.span, o.seconds, s.rows * o.seconds / (s.ended - s.began), s.bytes * o.seconds / (s.ended - s.began)
    FROM spans s
    CROSS JOIN LATERAL (
        SELECT span, greatest(least(s.ended, (span + 1) * $2) - greatest(s.began, span * $2), 0) AS seconds
        FROM generate_series(s.first, s.last) AS span
    ) AS o
    WHERE s.first < s.last
)
SELECT p.term, p.lane, p.span, sum(p.seconds), sum(p.rows), sum(p.bytes)
FROM parts p
GROUP BY p.term, p.lane, p.span
ORDER BY p.term, p.lane, p.span;
