-- Padded names, an enum.
INSERT INTO badges (id, user_id, name, class, awarded_at)
OVERRIDING SYSTEM VALUE
SELECT i,
    1 + pg_temp.pick_skewed(i, 80, :users),
    pg_temp.word('{Autobiographer,Student,Teacher,Editor,"Nice Question","Great Answer",Yearling,Fanatic}', i, 82),
    CASE pg_temp.pick(i, 83, 20) WHEN 0 THEN 'gold' WHEN 1 THEN 'silver' ELSE 'bronze' END::badge_class,
    pg_temp.moment(i * 300) AT TIME ZONE 'UTC'
FROM generate_series(1::bigint, :badges) AS i;
ALTER TABLE badges ADD PRIMARY KEY (id), ADD CONSTRAINT badges_once UNIQUE (user_id, name, awarded_at);
SELECT setval('badges_id_seq', :badges);
ANALYZE badges;
