-- The longest table, with narrow rows. Most votes are anonymous; few carry a bounty.
INSERT INTO votes (id, post_id, vote_type_id, user_id, bounty, cast_on)
SELECT i,
    pg_temp.post_id(1 + pg_temp.pick_skewed(i, 50, :posts)),
    CASE WHEN kind < 80 THEN 2 WHEN kind < 90 THEN 3 WHEN kind < 94 THEN 1 WHEN kind < 98 THEN 5 ELSE 8 END,
    CASE WHEN kind >= 94 THEN 1 + pg_temp.pick(i, 52, :users) END,
    CASE WHEN kind >= 98 THEN 50 * (1 + pg_temp.pick(i, 53, 10)) + 0.25 END,
    date '2008-07-31' + (i * 6000 / :votes)::integer
FROM generate_series(1::bigint, :votes) AS i, LATERAL (SELECT pg_temp.pick(i, 54, 100)) AS vote (kind);
ALTER TABLE votes ADD PRIMARY KEY (id);
CREATE INDEX votes_by_post ON votes (post_id, vote_type_id);
CREATE INDEX votes_by_user ON votes (user_id) WHERE user_id IS NOT NULL;
SELECT setval('votes_id_seq', :votes);
ANALYZE votes;
