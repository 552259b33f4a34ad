-- Owners and privileges: of every kind of object, of columns, with grant options, revoked from owners, default ones, changed on what comes with the server or with extensions
CREATE SCHEMA privileges; CREATE SCHEMA privileges_theirs AUTHORIZATION "kinds owner";
SET search_path = privileges;
CREATE TYPE mood AS ENUM ('a'); CREATE DOMAIN dom AS int;
CREATE SEQUENCE seq;
CREATE TABLE t (id serial PRIMARY KEY, i int GENERATED ALWAYS AS IDENTITY, x text);
CREATE TABLE revoked (id int);
CREATE TABLE revoked_some (id int);
CREATE VIEW v AS SELECT * FROM t; CREATE MATERIALIZED VIEW m AS SELECT 1;
CREATE FUNCTION f(int) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE PROCEDURE p() LANGUAGE sql AS 'SELECT 1';
CREATE AGGREGATE agg (int) (SFUNC = int4pl, STYPE = int);
CREATE STATISTICS st ON id, x FROM t;
INSERT INTO t (x) VALUES ('a');
GRANT USAGE ON SCHEMA privileges TO kinds_reader; GRANT CREATE ON SCHEMA privileges TO "kinds owner" WITH GRANT OPTION;
GRANT SELECT ON t, v, m TO kinds_reader; GRANT ALL ON t TO PUBLIC; GRANT INSERT (x), UPDATE (x, id) ON t TO kinds_reader WITH GRANT OPTION;
GRANT ALL ON v TO kinds_writer WITH GRANT OPTION; GRANT TRUNCATE, REFERENCES, TRIGGER ON t TO kinds_writer; GRANT REFERENCES (id) ON t TO PUBLIC;
REVOKE ALL ON revoked FROM CURRENT_USER; REVOKE DELETE, TRIGGER ON revoked_some FROM CURRENT_USER; GRANT USAGE ON SEQUENCE seq, t_i_seq TO kinds_reader;
REVOKE EXECUTE ON FUNCTION f(int) FROM PUBLIC; GRANT EXECUTE ON FUNCTION f(int) TO kinds_reader; REVOKE EXECUTE ON PROCEDURE p() FROM PUBLIC;
REVOKE USAGE ON TYPE mood FROM PUBLIC; GRANT USAGE ON DOMAIN dom TO kinds_reader;
ALTER TABLE t OWNER TO "kinds owner"; ALTER VIEW v OWNER TO "kinds owner"; ALTER MATERIALIZED VIEW m OWNER TO "kinds owner";
ALTER FUNCTION f(int) OWNER TO "kinds owner"; ALTER AGGREGATE agg (int) OWNER TO "kinds owner"; ALTER TYPE mood OWNER TO "kinds owner";
ALTER DOMAIN dom OWNER TO "kinds owner"; ALTER SEQUENCE seq OWNER TO "kinds owner"; ALTER STATISTICS st OWNER TO "kinds owner";
CREATE FUNCTION of_admin(int) RETURNS int LANGUAGE plpgsql IMMUTABLE AS 'BEGIN RETURN $1 + 1; END';
CREATE TABLE lost (id int, g int GENERATED ALWAYS AS (of_admin(id)) STORED); INSERT INTO lost VALUES (1); CREATE INDEX ON lost (of_admin(id)); CREATE STATISTICS lost_st ON of_admin(id), (id + 1) FROM lost;
CREATE MATERIALIZED VIEW lost_m AS SELECT of_admin(1) AS a;
GRANT USAGE ON SCHEMA privileges TO "kinds owner"; ALTER TABLE lost OWNER TO "kinds owner"; ALTER MATERIALIZED VIEW lost_m OWNER TO "kinds owner"; REVOKE EXECUTE ON FUNCTION of_admin(int) FROM PUBLIC;
CREATE TABLE chained (id int, x int);
GRANT SELECT, INSERT ON chained TO kinds_writer WITH GRANT OPTION;
GRANT USAGE ON SCHEMA privileges TO kinds_writer;
SET ROLE kinds_writer;
GRANT SELECT ON privileges.chained TO kinds_reader;
RESET ROLE;
CREATE EXTENSION fuzzystrmatch; CREATE EXTENSION pg_buffercache; CREATE EXTENSION file_fdw; CREATE EXTENSION seg;
REVOKE EXECUTE ON FUNCTION levenshtein(text, text) FROM PUBLIC; GRANT EXECUTE ON FUNCTION levenshtein(text, text) TO kinds_reader;
GRANT SELECT ON pg_buffercache TO kinds_reader; REVOKE SELECT ON pg_buffercache FROM pg_monitor; GRANT UPDATE (bufferid) ON pg_buffercache TO kinds_writer;
GRANT USAGE ON FOREIGN DATA WRAPPER file_fdw TO kinds_reader; REVOKE USAGE ON TYPE seg FROM PUBLIC;
ALTER DEFAULT PRIVILEGES IN SCHEMA privileges GRANT SELECT ON TABLES TO kinds_reader;
ALTER DEFAULT PRIVILEGES FOR ROLE "kinds owner" REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
ALTER DEFAULT PRIVILEGES FOR ROLE "kinds owner" REVOKE ALL ON TABLES FROM "kinds owner";
ALTER DEFAULT PRIVILEGES GRANT USAGE ON SEQUENCES TO kinds_reader WITH GRANT OPTION;
ALTER DEFAULT PRIVILEGES GRANT ALL ON TYPES TO kinds_writer; ALTER DEFAULT PRIVILEGES GRANT CREATE ON SCHEMAS TO kinds_writer;
GRANT SELECT (oid, rolname) ON pg_catalog.pg_authid TO kinds_reader; REVOKE SELECT (subname) ON pg_catalog.pg_subscription FROM PUBLIC;
REVOKE SELECT ON pg_catalog.pg_timezone_names FROM PUBLIC; GRANT SELECT ON pg_catalog.pg_timezone_names, pg_catalog.pg_hba_file_rules TO kinds_reader;
REVOKE EXECUTE ON FUNCTION pg_catalog.pg_sleep(float8), pg_catalog.json_build_object(VARIADIC "any"), pg_catalog.sum(int8), pg_catalog.count(), pg_catalog.mode(anyelement), pg_catalog.rank(VARIADIC "any") FROM PUBLIC;
GRANT EXECUTE ON FUNCTION pg_catalog.pg_ls_dir(text) TO kinds_writer WITH GRANT OPTION; REVOKE EXECUTE ON FUNCTION pg_catalog.pg_ls_logdir() FROM pg_monitor;
SET ROLE kinds_writer; GRANT EXECUTE ON FUNCTION pg_catalog.pg_ls_dir(text) TO kinds_reader; RESET ROLE;
GRANT USAGE ON LANGUAGE sql TO kinds_reader; REVOKE USAGE ON LANGUAGE plpgsql FROM PUBLIC; GRANT USAGE ON LANGUAGE plpgsql TO kinds_writer;
GRANT USAGE ON TYPE pg_catalog.inet TO kinds_reader; REVOKE USAGE ON TYPE pg_catalog.macaddr8 FROM PUBLIC; GRANT CREATE ON SCHEMA pg_catalog TO kinds_writer;
SELECT :SERVER_VERSION_NUM >= 170000 AS since_17, :SERVER_VERSION_NUM >= 180000 AS since_18 \gset
\if :since_17
CREATE TABLE maintained (id int);
GRANT MAINTAIN ON maintained TO kinds_reader WITH GRANT OPTION; REVOKE MAINTAIN ON maintained FROM CURRENT_USER;
\endif
\if :since_18
ALTER DEFAULT PRIVILEGES GRANT SELECT ON LARGE OBJECTS TO kinds_reader;
\endif
