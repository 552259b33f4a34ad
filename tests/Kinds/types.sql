-- Types: enum, composite, domain, range, multirange, shell
CREATE SCHEMA types;
SET search_path = types;
CREATE TYPE mood AS ENUM ('sad', 'so''so', 'happy');
ALTER TYPE mood ADD VALUE 'glad' BEFORE 'happy';
ALTER TYPE mood ADD VALUE 'livid' BEFORE 'sad';
ALTER TYPE mood RENAME VALUE 'so''so' TO 'fair';
CREATE TYPE no_labels AS ENUM ();
CREATE TYPE pair AS (a int, b text COLLATE "C", gone int, n numeric(7,3));
ALTER TYPE pair DROP ATTRIBUTE gone;
ALTER TYPE pair ADD ATTRIBUTE late timestamptz(2);
CREATE TYPE empty_row AS ();
CREATE DOMAIN positive AS numeric(10,2) DEFAULT 1 NOT NULL CONSTRAINT above CHECK (VALUE > 0);
CREATE DOMAIN digits AS text COLLATE "C" CHECK (VALUE ~ '^\d+$') CHECK (length(VALUE) < 9);
CREATE DOMAIN many AS digits[] CHECK (cardinality(VALUE) < 5);
CREATE DOMAIN of_domain AS positive CHECK (VALUE < 100);
CREATE DOMAIN of_row AS pair CHECK ((VALUE).a > 0);
CREATE DOMAIN of_mood AS mood DEFAULT 'glad';
ALTER DOMAIN digits ADD CONSTRAINT later CHECK (VALUE <> 'x') NOT VALID;
CREATE TYPE span AS RANGE (subtype = float8, subtype_diff = float8mi);
CREATE TYPE words AS RANGE (subtype = text, collation = "C", multirange_type_name = "Many words");
CREATE TYPE by_pattern AS RANGE (subtype = text, subtype_opclass = text_pattern_ops);
CREATE TYPE of_moods AS RANGE (subtype = mood);
CREATE TYPE nested AS (p pair, d digits, s span[], r of_moods);
CREATE TYPE never_defined;
CREATE TABLE uses (p pair, d digits, m many, s span, sm span[], w "Many words", n nested[], o of_row, mo mood[], dm of_mood, x of_domain);
INSERT INTO uses VALUES (
    (1, 'a', 1.5, '2024-01-01'), '12', ARRAY['1', '2'], '[1,2)', '{"[1,2)"}', '{[a,b)}',
    ARRAY[ROW((2, 'b', 2.5, NULL), '3', ARRAY['[1,5]'], '[sad,happy]')::nested], ROW(3, 'c', NULL, NULL)::pair, '{sad,glad}', DEFAULT, 5);
COMMENT ON TYPE mood IS 'moods'; COMMENT ON TYPE pair IS 'two'; COMMENT ON COLUMN pair.b IS 'second'; COMMENT ON TYPE span IS 'range'; COMMENT ON TYPE "Many words" IS 'multirange';
COMMENT ON DOMAIN positive IS 'above'; COMMENT ON CONSTRAINT above ON DOMAIN positive IS 'c'; COMMENT ON CONSTRAINT later ON DOMAIN digits IS 'not valid'; COMMENT ON TYPE never_defined IS 'shell';
ALTER TYPE mood OWNER TO "kinds owner"; ALTER DOMAIN positive OWNER TO "kinds owner"; ALTER TYPE span OWNER TO "kinds owner"; ALTER TYPE pair OWNER TO "kinds owner";
REVOKE USAGE ON TYPE mood FROM PUBLIC; GRANT USAGE ON DOMAIN positive TO kinds_reader WITH GRANT OPTION; GRANT USAGE ON TYPE span TO kinds_writer;
SELECT :SERVER_VERSION_NUM >= 170000 AS since_17 \gset
\if :since_17
CREATE DOMAIN named AS int CONSTRAINT "its own" NOT NULL CONSTRAINT small CHECK (VALUE < 10);
COMMENT ON CONSTRAINT "its own" ON DOMAIN named IS 'not null';
\endif
