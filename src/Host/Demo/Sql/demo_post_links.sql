-- A key of three columns.
INSERT INTO post_links (post_id, related_post_id, link_type, created_at)
SELECT pg_temp.post_id(1 + i * :posts / (:post_links + 1)),
    pg_temp.post_id(1 + pg_temp.pick_skewed(i, 90, :posts)),
    CASE WHEN pg_temp.pick(i, 92, 5) = 0 THEN 'd' ELSE 'l' END::"char",
    pg_temp.moment(i * 2500)
FROM generate_series(1::bigint, :post_links) AS i;
ALTER TABLE post_links ADD PRIMARY KEY (post_id, related_post_id, link_type);
CREATE INDEX post_links_by_related ON post_links USING hash (related_post_id);
ANALYZE post_links;
