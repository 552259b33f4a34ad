-- People: names of several scripts, some without a profile, some not seen since they joined.
INSERT INTO users (id, display_name, account_id, email_hash, reputation, location, about_me, preferences, created_at, last_seen_at)
OVERRIDING SYSTEM VALUE
SELECT i,
    pg_temp.word('{Ada,Björn,Chloé,Dmitri,Eun-ji,Fatima,Grace,Håkon,Inês,Jürgen,Kenji,Łukasz,Мария,Nguyễn,O''Neil,李}', i, 1)
        || ' ' || pg_temp.word('{Smith,Müller,García,Ivanova,Kim,Haddad,Hopper,Ødegård,Silva,Groß,Tanaka,Nowak,Петров,Trần}', i, 2)
        || CASE WHEN pg_temp.pick(i, 3, 3) = 0 THEN '' ELSE ' ' || i END,
    md5('account ' || i)::uuid,
    CASE WHEN pg_temp.pick(i, 4, 5) > 0 THEN decode(md5('email ' || i), 'hex') END,
    1 + pg_temp.pick_skewed(i, 5, 40000)::integer,
    CASE WHEN pg_temp.pick(i, 6, 3) = 0 THEN pg_temp.word('{Zürich,"São Paulo",東京,Kraków,"Portland, OR",Αθήνα,Nairobi}', i, 7) END,
    CASE WHEN pg_temp.pick(i, 8, 4) = 0 
         THEN substr(pg_temp.prose(), 1 + pg_temp.pick(i, 9, 700)::integer, 20 + pg_temp.pick(i, 10, 400)::integer) END,
    CASE pg_temp.pick(i, 11, 3)
        WHEN 0 THEN '{}'
        WHEN 1 THEN jsonb_build_object('theme', 'dark', 'perPage', 10 + pg_temp.pick(i, 12, 40))
        ELSE jsonb_build_object('tags', jsonb_build_array('sql', 'c#', NULL), 'ratio', pg_temp.pick(i, 13, 10000) / 128.0)
    END,
    pg_temp.moment(i * 600) AT TIME ZONE 'UTC',
    CASE WHEN pg_temp.pick(i, 14, 6) > 0 THEN pg_temp.moment(i * 600 + pg_temp.pick(i, 15, 90000000)) AT TIME ZONE 'UTC' END
FROM generate_series(1::bigint, :users) AS i;
ALTER TABLE users ADD PRIMARY KEY (id), ADD UNIQUE (account_id);
CREATE INDEX users_by_reputation ON users (reputation DESC, id);
CREATE INDEX users_by_lower_name ON users (lower(display_name));
SELECT setval('users_id_seq', :users);
ANALYZE users;
