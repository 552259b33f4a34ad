-- Inheritance: several parents, local and inherited columns, defaults and constraints, adopted children
CREATE SCHEMA inheritance;
SET search_path = inheritance;
SET client_min_messages = warning;
CREATE TABLE a (id int NOT NULL DEFAULT 1, x text, CONSTRAINT c CHECK (id > 0), CONSTRAINT alone CHECK (id < 99) NO INHERIT);
CREATE TABLE b (y int, x text);
CREATE TABLE child (z int, CONSTRAINT own CHECK (z > 0)) INHERITS (a, b);
CREATE TABLE merged (id int, x text DEFAULT 'mine', own int, CONSTRAINT c CHECK (id > 0)) INHERITS (a);
CREATE TABLE grandchild () INHERITS (child);
ALTER TABLE grandchild ALTER x SET DEFAULT 'changed', ALTER y SET NOT NULL, ALTER id DROP DEFAULT;
CREATE TABLE adopted (x text, own int, id int NOT NULL, CONSTRAINT c CHECK (id > 0));
ALTER TABLE adopted INHERIT a;
CREATE TABLE disowned () INHERITS (a);
ALTER TABLE disowned NO INHERIT a;
CREATE TABLE twice () INHERITS (child, a);
CREATE TABLE generated (n int, g int GENERATED ALWAYS AS (n * 2) STORED);
CREATE TABLE generated_child () INHERITS (generated);
CREATE TABLE grows (id int DEFAULT 1, gone text);
CREATE TABLE late_column (own int) INHERITS (grows);
CREATE TABLE late_adopted (id int, own int NOT NULL, gone text);
ALTER TABLE late_adopted INHERIT grows;
ALTER TABLE grows ADD COLUMN late int DEFAULT 5;
ALTER TABLE ONLY grows DROP COLUMN gone;
CREATE TABLE stored (v text) ;
ALTER TABLE stored ALTER v SET STORAGE EXTERNAL, ALTER v SET STATISTICS 9;
CREATE TABLE stored_child () INHERITS (stored);
ALTER TABLE stored_child ALTER v SET STORAGE MAIN;
CREATE UNLOGGED TABLE unlogged_child () INHERITS (b);
INSERT INTO a DEFAULT VALUES; INSERT INTO b VALUES (1, 'b'); INSERT INTO child (z, y) VALUES (1, 2); INSERT INTO grandchild (id, z, y) VALUES (4, 3, 3); INSERT INTO generated_child (n) VALUES (7);
CREATE INDEX ON child (z);
COMMENT ON COLUMN child.id IS 'inherited';
SELECT :SERVER_VERSION_NUM >= 160000 AS since_16, :SERVER_VERSION_NUM >= 180000 AS since_18 \gset
\if :since_16
CREATE TABLE generated_other (g int GENERATED ALWAYS AS (n * 3) STORED) INHERITS (generated);
INSERT INTO generated_other (n) VALUES (7);
\endif
\if :since_18
CREATE TABLE nn (id int CONSTRAINT "of the parent" NOT NULL, k int CONSTRAINT alone NOT NULL NO INHERIT);
CREATE TABLE nn_child () INHERITS (nn);
CREATE TABLE nn_own (id int CONSTRAINT "of the child" NOT NULL) INHERITS (nn);
CREATE TABLE nn_plain (id int, k int);
CREATE TABLE nn_plain_child (CONSTRAINT "the child's alone" NOT NULL id) INHERITS (nn_plain);
CREATE TABLE nn_adopted (id int CONSTRAINT "kept name" NOT NULL, k int);
ALTER TABLE nn_adopted INHERIT nn;
\endif
