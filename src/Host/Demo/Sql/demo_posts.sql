-- Questions and their answers. One body in a hundred is long enough for TOAST; deleted users leave posts without an owner.
INSERT INTO posts (id, post_type_id, parent_id, owner_user_id, state, score, view_count, title, tags, body, created_at, last_activity_at)
SELECT pg_temp.post_id(n),
    CASE WHEN is_question THEN 1 ELSE 2 END,
    -- Questions are the posts whose number divides by three, so an answer's parent is one before it.
    CASE WHEN NOT is_question THEN pg_temp.post_id(3 * (1 + pg_temp.pick_skewed(n, 20, n / 3))) END,
    CASE WHEN pg_temp.pick(n, 22, 50) > 0 THEN 1 + pg_temp.pick_skewed(n, 23, :users) END,
    CASE pg_temp.pick(n, 25, 40) WHEN 0 THEN 'closed' WHEN 1 THEN 'locked' WHEN 2 THEN 'deleted' ELSE 'open' END::post_state,
    pg_temp.pick_skewed(n, 26, 200)::integer - 5,
    CASE WHEN is_question THEN pg_temp.pick_skewed(n, 28, 2000000) END,
    CASE WHEN is_question THEN
        pg_temp.word('{How to,Why does,Is it possible to,Cannot,Was bedeutet,Best way to}', n, 30)
            || ' ' || pg_temp.word('{migrate,parse,vacuum,join,"quote a \"name\" in",index,cast,"round ½ in"}', n, 31)
            || ' ' || pg_temp.word('{a table,JSON,PostgreSQL,two arrays,an enum,the Straße field,bytea}', n, 32)
            || ' ' || n || '?' END,
    CASE WHEN is_question THEN ARRAY[
        pg_temp.word('{sql,c#,python,java,c++,r}', n, 33), pg_temp.word('{postgresql,.net-10,regex,unicode}', n, 34)] END,
    CASE pg_temp.pick(n, 35, 100)
        WHEN 0 THEN repeat(substr(pg_temp.prose(), 1 + pg_temp.pick(n, 36, 300)::integer, 1200), 6)
        ELSE substr(pg_temp.prose(), 1 + pg_temp.pick(n, 36, 900)::integer, 60 + pg_temp.pick_skewed(n, 37, 1200)::integer)
    END || E'\n-- ' || n,
    pg_temp.moment(n * 120 + pg_temp.pick(n, 39, 120)),
    pg_temp.moment(n * 120 + 120 + pg_temp.pick_skewed(n, 40, 90000000))
FROM generate_series(1::bigint, :posts) AS n, LATERAL (SELECT n % 3 = 0 OR n < 3) AS kind (is_question);
ALTER TABLE posts ADD PRIMARY KEY (id);
CREATE INDEX posts_by_owner ON posts (owner_user_id) WHERE owner_user_id IS NOT NULL;
CREATE INDEX posts_by_parent ON posts (parent_id, score DESC) INCLUDE (state) WHERE parent_id IS NOT NULL;
CREATE UNIQUE INDEX posts_by_lower_title ON posts (lower(title)) WHERE title IS NOT NULL;
CREATE INDEX posts_by_creation ON posts USING brin (created_at);
SELECT setval('posts_id_seq', pg_temp.post_id(:posts));
ANALYZE posts;
