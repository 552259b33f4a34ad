-- Short texts, cut out of the same prose, so that lines, tabs, quotes and other scripts come through here, too.
INSERT INTO comments (id, post_id, user_id, score, text, created_at)
SELECT i,
    pg_temp.post_id(1 + pg_temp.pick_skewed(i, 60, :posts)),
    CASE WHEN pg_temp.pick(i, 62, 60) > 0 THEN 1 + pg_temp.pick_skewed(i, 63, :users) END,
    pg_temp.pick_skewed(i, 65, 60),
    substr(pg_temp.prose(), 1 + pg_temp.pick(i, 67, 1500)::integer, 15 + pg_temp.pick_skewed(i, 68, 500)::integer),
    pg_temp.moment(i * 90 + pg_temp.pick(i, 70, 90)) + pg_temp.pick(i, 71, 1000) * interval '1 millisecond'
FROM generate_series(1::bigint, :comments) AS i;
ALTER TABLE comments ADD PRIMARY KEY (id);
CREATE INDEX comments_by_post ON comments (post_id);
CREATE INDEX comments_by_user ON comments (user_id, created_at DESC);
SELECT setval('comments_id_seq', :comments);
ANALYZE comments;
