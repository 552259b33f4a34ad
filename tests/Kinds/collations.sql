-- Collations and conversions: of every provider, deterministic or not, default conversions
CREATE SCHEMA collations;
SET search_path = collations;
SET client_min_messages = warning;
CREATE COLLATION ci (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
CREATE COLLATION german (provider = icu, locale = 'de-u-co-phonebk');
CREATE COLLATION two (lc_collate = 'C', lc_ctype = 'C.UTF-8');
CREATE COLLATION one (locale = 'C');
CREATE COLLATION "Copied ""one""" FROM "und-x-icu";
SELECT :SERVER_VERSION_NUM >= 160000 AS since_16, :SERVER_VERSION_NUM >= 170000 AS since_17, :SERVER_VERSION_NUM >= 180000 AS since_18 \gset
\if :since_16
CREATE COLLATION ruled (provider = icu, locale = 'en', rules = '&V << w <<< W');
\endif
\if :since_17
CREATE COLLATION built_in (provider = builtin, locale = 'C.UTF-8');
\endif
\if :since_18
CREATE COLLATION folding (provider = builtin, locale = 'PG_UNICODE_FAST');
\endif
CREATE TABLE texts (a text COLLATE ci PRIMARY KEY, b text COLLATE two, c text[] COLLATE german, d varchar(9) COLLATE "Copied ""one""", e text COLLATE one DEFAULT ('x' COLLATE "C"));
INSERT INTO texts VALUES ('Case', 'x', '{ä,a}', 'd');
CREATE INDEX ON texts (b COLLATE german, (c[1]) COLLATE one);
CREATE VIEW collated AS SELECT a COLLATE german AS a, b < 'x' COLLATE ci AS less FROM texts;
CREATE DOMAIN insensitive AS text COLLATE ci;
CREATE DEFAULT CONVERSION conv FOR 'LATIN1' TO 'UTF8' FROM iso8859_1_to_utf8;
CREATE CONVERSION back FOR 'UTF8' TO 'LATIN1' FROM utf8_to_iso8859_1;
COMMENT ON COLLATION ci IS 'c'; COMMENT ON CONVERSION conv IS 'c';
ALTER COLLATION ci OWNER TO "kinds owner"; ALTER CONVERSION back OWNER TO "kinds owner";
