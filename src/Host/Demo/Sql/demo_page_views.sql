-- No key, doubles and duplicates: every tenth row is there twice.
INSERT INTO page_views (viewed_at, post_id, client, duration, load_seconds)
SELECT (pg_temp.moment(n * 45) + pg_temp.pick(n, 100, 1000) * interval '1 millisecond') AT TIME ZONE 'UTC',
    pg_temp.post_id(1 + pg_temp.pick_skewed(n, 101, :posts)),
    CASE WHEN pg_temp.pick(n, 103, 4) > 0 THEN inet '10.0.0.0' + pg_temp.pick(n, 104, 16777216) ELSE inet '2001:db8::' + n END,
    CASE WHEN pg_temp.pick(n, 105, 3) > 0 THEN pg_temp.pick_skewed(n, 106, 4000) * interval '1 second' END,
    CASE pg_temp.pick(n, 108, 1000) WHEN 0 THEN 'NaN' WHEN 1 THEN 'Infinity' WHEN 2 THEN '-0'
         ELSE pg_temp.pick(n, 109, 100000) / 7919.0 END::double precision
FROM generate_series(1::bigint, :page_views) AS i, LATERAL (SELECT i - (i % 10) / 9) AS view (n);
CREATE INDEX page_views_by_time ON page_views USING brin (viewed_at);
