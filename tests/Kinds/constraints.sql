-- Constraints: primary and unique keys, checks, exclusion, foreign keys with every action, deferrable, not valid, circular; not-null constraints with names, temporal keys, not enforced ones (18)
CREATE SCHEMA constraints;
SET search_path = constraints;
SET client_min_messages = warning;
CREATE TABLE a (
    id int CONSTRAINT "the key" PRIMARY KEY WITH (fillfactor = 77), x int, y int, z int,
    CONSTRAINT u1 UNIQUE (x, y), CONSTRAINT u2 UNIQUE NULLS NOT DISTINCT (z) INCLUDE (y) WITH (fillfactor = 80),
    CONSTRAINT u3 UNIQUE (y, x, z) WITH (fillfactor = 55, deduplicate_items = off) DEFERRABLE INITIALLY DEFERRED,
    CONSTRAINT u4 UNIQUE (z) DEFERRABLE,
    CONSTRAINT c1 CHECK (x > 0), CONSTRAINT c2 CHECK (y > 0) NO INHERIT, CHECK (x + y > 0 AND (z IS NULL OR z <> ALL (ARRAY[9, 10]))),
    CONSTRAINT ex EXCLUDE USING btree (x WITH =, (y + 1) WITH =) WITH (fillfactor = 66) WHERE (x > 3) DEFERRABLE,
    CONSTRAINT ex2 EXCLUDE USING gist (int4range(x, y + 1000) WITH &&) INCLUDE (z) WHERE (x > 1000) INITIALLY DEFERRED,
    self int CONSTRAINT itself REFERENCES a DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE b (
    id int PRIMARY KEY DEFERRABLE INITIALLY DEFERRED, ax int, ay int, a_id int REFERENCES a ON DELETE CASCADE ON UPDATE SET NULL, d int DEFAULT 1 REFERENCES a ON DELETE SET DEFAULT ON UPDATE SET DEFAULT,
    r int REFERENCES a ON DELETE RESTRICT ON UPDATE RESTRICT, n int REFERENCES a ON DELETE NO ACTION,
    CONSTRAINT full_match FOREIGN KEY (ax, ay) REFERENCES a (x, y) MATCH FULL ON DELETE SET NULL (ay) DEFERRABLE,
    CONSTRAINT some_default FOREIGN KEY (ax, ay) REFERENCES a (x, y) ON DELETE SET DEFAULT (ax, ay));
ALTER TABLE a ADD COLUMN b_id int;
CREATE TABLE k (id int, CONSTRAINT made_of_an_index UNIQUE (id));
CREATE TABLE k2 (id int NOT NULL);
CREATE UNIQUE INDEX became_a_key ON k2 (id);
ALTER TABLE k2 ADD CONSTRAINT "key of an index" PRIMARY KEY USING INDEX became_a_key;
ALTER TABLE a ADD CONSTRAINT circular FOREIGN KEY (b_id) REFERENCES k2;
ALTER TABLE k2 ADD COLUMN a_id int REFERENCES a;
INSERT INTO a (id, x, y, z) VALUES (1, 1, 1, 1), (2, 2, 2, 2);
INSERT INTO b (id, ax, ay, a_id) VALUES (1, 1, 1, 2);
INSERT INTO k2 VALUES (1, 1);
UPDATE a SET b_id = 1, self = 2 WHERE id = 1;
ALTER TABLE a ADD CONSTRAINT c3 CHECK (z < 2) NOT VALID, ADD CONSTRAINT c4 CHECK (z < 1) NO INHERIT NOT VALID;
ALTER TABLE b ADD CONSTRAINT nv FOREIGN KEY (id) REFERENCES a (id) ON DELETE CASCADE NOT VALID;
ALTER TABLE b ADD CONSTRAINT nvd FOREIGN KEY (id) REFERENCES a (id) DEFERRABLE INITIALLY DEFERRED NOT VALID;
CREATE TABLE no_rows_check (CHECK (1 < 2));
CREATE FUNCTION fine(int) RETURNS bool LANGUAGE sql IMMUTABLE AS 'SELECT true';
CREATE TABLE by_function (id int CHECK (fine(id)), c text CONSTRAINT "it's ""odd"" %s" CHECK (c ~ '^\d{2}''$'));
COMMENT ON CONSTRAINT c1 ON a IS 'inline'; COMMENT ON CONSTRAINT c3 ON a IS 'not valid'; COMMENT ON CONSTRAINT nv ON b IS 'fk'; COMMENT ON CONSTRAINT "the key" ON a IS 'key'; COMMENT ON CONSTRAINT ex ON a IS 'ex';
SELECT :SERVER_VERSION_NUM >= 180000 AS since_18 \gset
\if :since_18
CREATE TABLE nn (id int CONSTRAINT "my own" NOT NULL, k int CONSTRAINT nn_alone NOT NULL NO INHERIT, nn_default_not_null int NOT NULL, pk int PRIMARY KEY, keyed int CONSTRAINT "named key" NOT NULL UNIQUE);
COMMENT ON CONSTRAINT "my own" ON nn IS 'not null';
CREATE TABLE nn_later (a int, b int);
INSERT INTO nn_later VALUES (NULL, NULL);
ALTER TABLE nn_later ADD CONSTRAINT lnn NOT NULL a NOT VALID, ADD NOT NULL b NOT VALID;
CREATE TABLE temporal (room int4range, period int4range, other datemultirange, PRIMARY KEY (room, period WITHOUT OVERLAPS), CONSTRAINT tu UNIQUE (period, other WITHOUT OVERLAPS));
CREATE TABLE temporal_fk (id int, room int4range, period int4range, FOREIGN KEY (room, PERIOD period) REFERENCES temporal (room, PERIOD period));
INSERT INTO temporal (room, period) VALUES ('[1,2)', '[1,2)');
INSERT INTO temporal_fk VALUES (1, '[1,2)', '[1,2)');
CREATE TABLE enforced (k int CONSTRAINT ne CHECK (k > 0) NOT ENFORCED, f int CONSTRAINT nef REFERENCES a NOT ENFORCED);
INSERT INTO enforced VALUES (-1, 999);
\endif
