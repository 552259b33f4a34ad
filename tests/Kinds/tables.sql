-- Tables: without columns, unlogged, typed, with every storage parameter, replica identity, clustering mark, access method, row types
CREATE SCHEMA tables;
SET search_path = tables;
CREATE TABLE no_columns ();
INSERT INTO no_columns DEFAULT VALUES;
INSERT INTO no_columns DEFAULT VALUES;
CREATE TABLE lost_its_columns (a int, b text);
INSERT INTO lost_its_columns SELECT i, 'b' FROM generate_series(1, 10) AS i;
ALTER TABLE lost_its_columns DROP a, DROP b;
CREATE TABLE only_generated (g int GENERATED ALWAYS AS (40 + 2) STORED);
INSERT INTO only_generated DEFAULT VALUES;
CREATE UNLOGGED TABLE unlogged_one (id int PRIMARY KEY);
INSERT INTO unlogged_one VALUES (1);
CREATE TABLE self_type (id int);
ALTER TABLE self_type ADD COLUMN "row" unlogged_one, ADD COLUMN "rows" unlogged_one[];
INSERT INTO self_type VALUES (1, ROW(5), ARRAY[ROW(6)::unlogged_one]);
CREATE TYPE row_type AS (x int, y text, z numeric(4,1));
CREATE TABLE typed OF row_type (PRIMARY KEY (x), y WITH OPTIONS DEFAULT 'z' NOT NULL, CHECK (z > 0));
INSERT INTO typed VALUES (1), (2);
CREATE TABLE typed_plain OF row_type;
CREATE TABLE became_typed (x int, y text, z numeric(4,1));
ALTER TABLE became_typed OF row_type;
CREATE TABLE parameters (a text) WITH (
    fillfactor = 55, toast_tuple_target = 200, parallel_workers = 3, autovacuum_enabled = false, autovacuum_vacuum_threshold = 7, autovacuum_vacuum_scale_factor = 0.25,
    autovacuum_vacuum_insert_threshold = -1, autovacuum_freeze_max_age = 200000000, user_catalog_table = true, log_autovacuum_min_duration = 5, vacuum_truncate = off, vacuum_index_cleanup = auto,
    toast.autovacuum_enabled = off, toast.autovacuum_freeze_min_age = 5, toast.vacuum_truncate = off);
CREATE TABLE by_index (id int NOT NULL, k text NOT NULL);
CREATE UNIQUE INDEX by_index_k ON by_index (k);
ALTER TABLE by_index REPLICA IDENTITY USING INDEX by_index_k;
CREATE TABLE in_full (id int PRIMARY KEY);
ALTER TABLE in_full REPLICA IDENTITY FULL;
ALTER TABLE in_full CLUSTER ON in_full_pkey;
CREATE TABLE in_nothing (id int PRIMARY KEY);
ALTER TABLE in_nothing REPLICA IDENTITY NOTHING;
CREATE TABLE by_its_key (id int PRIMARY KEY);
ALTER TABLE by_its_key REPLICA IDENTITY USING INDEX by_its_key_pkey;
CREATE ACCESS METHOD tables_heap TYPE TABLE HANDLER heap_tableam_handler;
CREATE TABLE in_other_method (id int) USING tables_heap;
INSERT INTO in_other_method VALUES (1);
CREATE TABLE like_other (LIKE parameters INCLUDING ALL);
CREATE TABLE with_rls (id int);
ALTER TABLE with_rls ENABLE ROW LEVEL SECURITY;
CREATE TABLE with_forced_rls (id int);
ALTER TABLE with_forced_rls FORCE ROW LEVEL SECURITY;
CREATE TABLE of_another (id int);
ALTER TABLE of_another OWNER TO "kinds owner";
CREATE TABLE "a ""table"".with 'odd' name$" ("a ""column""" int PRIMARY KEY);
SELECT 'CREATE TABLE wide (' || string_agg('c' || i || ' int', ', ' ORDER BY i) || ')' FROM generate_series(1, 1600) AS i \gexec
INSERT INTO wide (c1, c1600) VALUES (1, 1600);
COMMENT ON TABLE typed IS 'typed'; COMMENT ON ACCESS METHOD tables_heap IS 'm';
