-- Publications: of all tables, of tables with columns and conditions, of schemas, with every option
CREATE SCHEMA publications; CREATE SCHEMA "publications ""s""";
SET client_min_messages = error;
SET search_path = publications;
CREATE TABLE "publications ""s""".u (id int PRIMARY KEY);
CREATE TABLE t (id int PRIMARY KEY, a int, b text, c int); CREATE TABLE p (id int) PARTITION BY LIST (id); CREATE TABLE zz (id int);
CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
CREATE PUBLICATION publications_all FOR ALL TABLES;
CREATE PUBLICATION "publications ""some""" FOR TABLE t (id, b) WHERE (id > 5), ONLY zz WITH (publish = 'insert, truncate');
CREATE PUBLICATION publications_schema FOR TABLES IN SCHEMA "publications ""s""", TABLE p WITH (publish_via_partition_root);
CREATE PUBLICATION publications_none WITH (publish = '');
COMMENT ON PUBLICATION publications_none IS 'none';
ALTER PUBLICATION publications_none OWNER TO "kinds owner";
SELECT :SERVER_VERSION_NUM >= 180000 AS since_18 \gset
\if :since_18
CREATE TABLE gen (id int PRIMARY KEY, g int GENERATED ALWAYS AS (id * 2) STORED);
CREATE PUBLICATION publications_generated FOR TABLE gen WITH (publish_generated_columns = stored);
CREATE PUBLICATION publications_list FOR TABLE gen (id, g);
\endif
