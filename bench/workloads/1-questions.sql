-- A question-and-answer site's database, with the tables, rows, keys, indexes and foreign keys of the demonstration. At scale 1 there are
-- 3.6 million rows. Objects are tables.
SELECT greatest(10, (200000 * :scale)::bigint) AS users, greatest(10, (500000 * :scale)::bigint) AS posts,
    greatest(10, (1800000 * :scale)::bigint) AS votes, greatest(10, (600000 * :scale)::bigint) AS comments,
    greatest(10, (300000 * :scale)::bigint) AS badges, greatest(10, (60000 * :scale)::bigint) AS post_links,
    greatest(10, (200000 * :scale)::bigint) AS page_views \gset
\ir ../../src/Host/Demo/Sql/demo_schema.sql
\ir ../../src/Host/Demo/Sql/demo_functions.sql
\ir ../../src/Host/Demo/Sql/demo_lookups.sql
\ir ../../src/Host/Demo/Sql/demo_users.sql
\ir ../../src/Host/Demo/Sql/demo_posts.sql
\ir ../../src/Host/Demo/Sql/demo_votes.sql
\ir ../../src/Host/Demo/Sql/demo_comments.sql
\ir ../../src/Host/Demo/Sql/demo_badges.sql
\ir ../../src/Host/Demo/Sql/demo_post_links.sql
\ir ../../src/Host/Demo/Sql/demo_page_views.sql
\ir ../../src/Host/Demo/Sql/demo_foreign_keys.sql
SELECT format('ALTER TABLE %s VALIDATE CONSTRAINT %I', conrelid::regclass, conname) FROM pg_constraint WHERE NOT convalidated \gexec
\echo objects 9
