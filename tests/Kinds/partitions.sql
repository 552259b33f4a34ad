-- Partitioned tables: range, list and hash, several keys, expressions, defaults, sub-partitions, other column orders, attached and parent-only indexes
CREATE SCHEMA partitions;
SET search_path = partitions;
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE m (id int NOT NULL, at date NOT NULL, note text DEFAULT 'n', big bigint GENERATED ALWAYS AS (id * 2) STORED,
    CONSTRAINT positive CHECK (id > 0), PRIMARY KEY (id, at)) PARTITION BY RANGE (at, id);
CREATE TABLE "m one" PARTITION OF m (note DEFAULT 'own', CONSTRAINT own CHECK (id < 1000)) FOR VALUES FROM ('2020-01-01', MINVALUE) TO ('2021-01-01', MINVALUE);
CREATE TABLE m2 (note text, gone int, at date NOT NULL, id int NOT NULL, big bigint GENERATED ALWAYS AS (id * 2) STORED, CONSTRAINT positive CHECK (id > 0));
ALTER TABLE m2 DROP COLUMN gone;
ALTER TABLE m ATTACH PARTITION m2 FOR VALUES FROM ('2021-01-01', MINVALUE) TO (MAXVALUE, MAXVALUE);
CREATE TABLE mdef PARTITION OF m DEFAULT PARTITION BY LIST (id);
CREATE TABLE mdef_a PARTITION OF mdef FOR VALUES IN (5, 6);
CREATE TABLE mdef_rest PARTITION OF mdef DEFAULT WITH (fillfactor = 50);
CREATE INDEX m_note ON m (lower(note)) WHERE id > 5;
CREATE UNIQUE INDEX m_u ON m (at, id) INCLUDE (note);
CREATE INDEX only_parent ON ONLY m (big);
CREATE INDEX half_attached ON ONLY m (note, big);
CREATE INDEX half_attached_m2 ON m2 (note, big);
ALTER INDEX half_attached ATTACH PARTITION half_attached_m2;
CREATE INDEX only_leaf ON m2 (big);
CREATE INDEX "named here" ON m (big, note);
ALTER INDEX m2_big_note_idx RENAME TO "named in the leaf";
CREATE TABLE h (k text COLLATE "C", mo mood) PARTITION BY HASH (k text_pattern_ops);
CREATE TABLE h0 PARTITION OF h FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE h1 PARTITION OF h FOR VALUES WITH (MODULUS 2, REMAINDER 1);
CREATE TABLE li (k text) PARTITION BY LIST (k);
CREATE TABLE li_a PARTITION OF li FOR VALUES IN ('a', NULL, 'it''s', E'back\\slash');
CREATE TABLE lm (mo mood) PARTITION BY LIST (mo);
CREATE TABLE lm_sad PARTITION OF lm FOR VALUES IN ('sad');
INSERT INTO li VALUES (NULL), ('it''s');
CREATE TABLE e (x int) PARTITION BY LIST ((x % 3));
CREATE TABLE e0 PARTITION OF e FOR VALUES IN (0);
CREATE TABLE exprs (a text, b text) PARTITION BY RANGE (lower(a) COLLATE "C", (b || '!') text_pattern_ops);
CREATE TABLE exprs1 PARTITION OF exprs FOR VALUES FROM (MINVALUE, MINVALUE) TO ('m', MAXVALUE);
CREATE TABLE ts (at timestamptz) PARTITION BY RANGE (at);
CREATE TABLE ts1 PARTITION OF ts FOR VALUES FROM ('2024-01-01 00:00+00') TO ('2024-02-01 00:00+02');
CREATE TABLE empty_one (x int) PARTITION BY RANGE (x);
CREATE TABLE refers (id int, at date, FOREIGN KEY (id, at) REFERENCES m ON DELETE CASCADE);
CREATE TABLE prefers (id int, at date, FOREIGN KEY (id, at) REFERENCES m) PARTITION BY LIST (id);
CREATE TABLE prefers1 PARTITION OF prefers FOR VALUES IN (1);
ALTER TABLE prefers1 ADD CONSTRAINT leaf_only FOREIGN KEY (id, at) REFERENCES m;
CREATE TABLE detached PARTITION OF e FOR VALUES IN (1);
ALTER TABLE e DETACH PARTITION detached;
CREATE TABLE serials (id serial, x int, PRIMARY KEY (id)) PARTITION BY RANGE (id);
CREATE TABLE serials1 PARTITION OF serials FOR VALUES FROM (1) TO (100);
CREATE UNLOGGED TABLE serials2 PARTITION OF serials FOR VALUES FROM (100) TO (200);
INSERT INTO serials (x) SELECT i FROM generate_series(1, 9) AS i;
INSERT INTO m (id, at, note) SELECT i, date '2019-12-25' + i * 10, CASE WHEN i % 2 = 0 THEN 'a' END FROM generate_series(1, 60) AS i;
INSERT INTO m (id, at) VALUES (5, '2018-01-01');
INSERT INTO h SELECT 'k' || i, 'ok' FROM generate_series(1, 20) AS i;
INSERT INTO e SELECT 0;
INSERT INTO refers SELECT id, at FROM m LIMIT 3;
INSERT INTO prefers SELECT id, at FROM m WHERE id = 1;
COMMENT ON TABLE m IS 'root'; COMMENT ON TABLE mdef IS 'branch'; COMMENT ON INDEX m_note IS 'i'; COMMENT ON CONSTRAINT positive ON m2 IS 'c';
ALTER TABLE m OWNER TO "kinds owner"; GRANT SELECT ON m TO kinds_reader; GRANT SELECT (id) ON m2 TO kinds_reader;
SELECT :SERVER_VERSION_NUM >= 170000 AS since_17, :SERVER_VERSION_NUM >= 180000 AS since_18 \gset
\if :since_17
CREATE TABLE identity (id int GENERATED ALWAYS AS IDENTITY (START 50), x int) PARTITION BY LIST (x);
CREATE TABLE identity1 PARTITION OF identity FOR VALUES IN (1);
CREATE TABLE identity2 (x int, id int NOT NULL);
ALTER TABLE identity ATTACH PARTITION identity2 FOR VALUES IN (2);
INSERT INTO identity (x) VALUES (1), (2), (2);
CREATE TABLE excluding (id int4range, r int4range, EXCLUDE USING gist (id WITH =, r WITH &&)) PARTITION BY LIST (id);
\endif
\if :since_18
CREATE TABLE not_nulls (id int CONSTRAINT "not missing" NOT NULL, x int) PARTITION BY LIST (id);
CREATE TABLE not_nulls1 PARTITION OF not_nulls (CONSTRAINT "own one" NOT NULL x) FOR VALUES IN (1);
CREATE TABLE virtuals (id int, v int GENERATED ALWAYS AS (id * 2) VIRTUAL) PARTITION BY LIST (id);
CREATE TABLE virtuals1 PARTITION OF virtuals (v GENERATED ALWAYS AS (id * 3)) FOR VALUES IN (1);
INSERT INTO virtuals VALUES (1);
CREATE TABLE later (id int, at date) PARTITION BY LIST (id);
CREATE TABLE later1 PARTITION OF later FOR VALUES IN (1);
ALTER TABLE later ADD CONSTRAINT later_fk FOREIGN KEY (id, at) REFERENCES m NOT VALID;
\endif
