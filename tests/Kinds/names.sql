-- Names: quotes, dots, percent signs, backslashes, newlines, unicode, 63 bytes, reserved words, upper case, dollar signs, leading digits, in every position
SET client_min_messages = error;
CREATE FOREIGN DATA WRAPPER "names ""fdw"" 50%";
DO $names$
DECLARE
    name text;
    number int := 0;
    statement text;
    statements text := $statements$
CREATE SCHEMA %1$I;
SET LOCAL search_path = %1$I;
CREATE TYPE %4$I AS ENUM (%2$L, 'x');
CREATE DOMAIN %5$I AS text DEFAULT %2$L CONSTRAINT %1$I CHECK (VALUE <> %2$L || '!');
CREATE TYPE %6$I AS (%1$I %5$I);
CREATE TYPE %7$I AS RANGE (subtype = float8, multirange_type_name = %8$I);
CREATE COLLATION %1$I FROM "C";
CREATE SEQUENCE %9$I;
CREATE FUNCTION %1$I(%1$I int DEFAULT 1, OUT %10$I int) LANGUAGE sql IMMUTABLE SET "names.setting" = %2$L AS 'SELECT 1';
CREATE FUNCTION %11$I(int) RETURNS int LANGUAGE sql IMMUTABLE RETURN $1;
CREATE PROCEDURE %12$I(%1$I int) LANGUAGE sql AS 'SELECT 1';
CREATE FUNCTION %13$I() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END';
CREATE AGGREGATE %14$I (%1$I int) (SFUNC = int4pl, STYPE = int, INITCOND = '0');
CREATE TABLE %1$I (
    %1$I int DEFAULT nextval(%15$L), e %4$I DEFAULT %2$L, d %5$I, c %6$I, r %7$I, t text COLLATE %1$I DEFAULT %2$L,
    i int GENERATED ALWAYS AS IDENTITY, g text GENERATED ALWAYS AS (%2$L || %1$I::text) STORED, f int DEFAULT %11$I(2),
    CONSTRAINT %1$I CHECK (%1$I > 0), CONSTRAINT %10$I PRIMARY KEY (%1$I), CONSTRAINT %16$I UNIQUE (%1$I, i), CONSTRAINT %17$I EXCLUDE USING btree (i WITH =));
INSERT INTO %1$I (d, c) VALUES (%2$L, ROW(%2$L)::%6$I);
CREATE INDEX %18$I ON %1$I ((%11$I(%1$I)), t COLLATE %1$I) WHERE t <> %2$L;
CREATE TABLE %19$I (%1$I int, CONSTRAINT %1$I FOREIGN KEY (%1$I) REFERENCES %1$I (%1$I));
CREATE TABLE %20$I (%1$I text) PARTITION BY LIST (%1$I);
CREATE TABLE %21$I PARTITION OF %20$I FOR VALUES IN (%2$L);
CREATE TABLE %22$I () INHERITS (%19$I);
CREATE VIEW %23$I (%1$I) AS SELECT %1$I FROM %1$I AS %1$I WHERE t <> %2$L;
CREATE MATERIALIZED VIEW %24$I AS SELECT %1$I, %2$L::text AS %10$I FROM %23$I;
CREATE INDEX %25$I ON %24$I (%1$I);
CREATE RULE %1$I AS ON DELETE TO %23$I DO INSTEAD DELETE FROM %1$I WHERE %1$I.%1$I = old.%1$I;
CREATE TRIGGER %1$I AFTER UPDATE OF %1$I ON %1$I FOR EACH ROW WHEN (NEW.%1$I > 1) EXECUTE FUNCTION %13$I(%2$L);
CREATE TRIGGER %13$I AFTER UPDATE ON %1$I REFERENCING NEW TABLE AS %1$I FOR EACH STATEMENT EXECUTE FUNCTION %13$I();
CREATE POLICY %1$I ON %1$I USING (t = %2$L);
CREATE STATISTICS %1$I ON %1$I, i FROM %1$I;
CREATE TEXT SEARCH DICTIONARY %1$I (TEMPLATE = simple);
CREATE TEXT SEARCH CONFIGURATION %1$I (PARSER = "default");
ALTER TEXT SEARCH CONFIGURATION %1$I ADD MAPPING FOR word WITH %1$I;
CREATE OPERATOR FAMILY %1$I USING btree;
CREATE OPERATOR CLASS %1$I FOR TYPE int USING btree FAMILY %1$I AS OPERATOR 1 <, FUNCTION 1 btint4cmp(int, int);
CREATE CONVERSION %1$I FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
CREATE SERVER %26$I TYPE %2$L VERSION %2$L FOREIGN DATA WRAPPER "names ""fdw"" 50%%" OPTIONS (%1$I %2$L);
CREATE FOREIGN TABLE %27$I (%1$I int OPTIONS (%1$I %2$L)) SERVER %26$I OPTIONS (%1$I %2$L);
CREATE PUBLICATION %26$I FOR TABLE %1$I (%1$I) WHERE (%1$I > 1);
CREATE PUBLICATION %28$I FOR TABLES IN SCHEMA %1$I;
CREATE LANGUAGE %26$I HANDLER plpgsql_call_handler;
CREATE ACCESS METHOD %26$I TYPE TABLE HANDLER heap_tableam_handler;
CREATE EVENT TRIGGER %26$I ON sql_drop WHEN TAG IN ('DROP CONVERSION') EXECUTE FUNCTION names_watch.watch();
COMMENT ON TABLE %1$I IS %2$L;
COMMENT ON COLUMN %1$I.%1$I IS %2$L;
COMMENT ON CONSTRAINT %1$I ON %1$I IS %2$L;
COMMENT ON TRIGGER %1$I ON %1$I IS %2$L;
COMMENT ON POLICY %1$I ON %1$I IS %2$L;
COMMENT ON RULE %1$I ON %23$I IS %2$L;
COMMENT ON SERVER %26$I IS %2$L;
GRANT SELECT (%1$I), UPDATE ON %1$I TO kinds_reader;
GRANT USAGE ON TYPE %4$I TO kinds_reader;
GRANT EXECUTE ON FUNCTION %1$I(int) TO kinds_reader;
ALTER TABLE %1$I OWNER TO "kinds owner";
ALTER FUNCTION %1$I(int) OWNER TO "kinds owner"$statements$;
BEGIN
    CREATE SCHEMA names_watch;
    CREATE FUNCTION names_watch.watch() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
    FOREACH name IN ARRAY ARRAY[
        'quo"te.it''s', '50% %s %1$I', E'back\\slash\nline\ttab', 'ünï日本😀', 'select', ' Upper, (x) ', '1st$1 $$;:colon', '/*c*/--dash{0}', repeat('é', 31)] LOOP
        number := number + 1;
        FOREACH statement IN ARRAY string_to_array(statements, E';\n') LOOP
            EXECUTE (SELECT format(
                statement, name, name, NULL, own[4], own[5], own[6], own[7], own[8], own[9], own[10], own[11], own[12], own[13], own[14], format('%I.%I', name, own[9]),
                own[16], own[17], own[18], own[19], own[20], own[21], own[22], own[23], own[24], own[25], 'names ' || number || left(name, 20), own[27],
                'names schema ' || number || left(name, 20))
                FROM (SELECT array_agg(chr(96 + i) || left(name, 30) ORDER BY i) AS own FROM generate_series(1, 27) AS i) AS names);
        END LOOP;
        COMMIT;
    END LOOP;
END $names$;
