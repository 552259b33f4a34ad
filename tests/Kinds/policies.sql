-- Policies: permissive and restrictive, for every command, of several roles
CREATE SCHEMA policies;
SET search_path = policies;
SET client_min_messages = error;
CREATE TABLE t (id int PRIMARY KEY, x text, y int);
INSERT INTO t VALUES (1, 'a', 1);
CREATE POLICY p1 ON t AS RESTRICTIVE FOR UPDATE TO CURRENT_USER, public USING (y > 0) WITH CHECK (id > 0);
CREATE POLICY p2 ON t FOR SELECT TO kinds_reader, "kinds owner" USING (x = current_user);
CREATE POLICY p3 ON t FOR INSERT WITH CHECK (true);
CREATE POLICY p4 ON t FOR DELETE USING (id IN (SELECT i.id FROM t AS i WHERE i.y > t.y));
CREATE POLICY "p ""five"" it's" ON t USING (x <> 'it''s');
CREATE TABLE other (id int);
CREATE POLICY across ON other USING (EXISTS (SELECT FROM t WHERE t.id = other.id));
ALTER TABLE t ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;
ALTER TABLE other ENABLE ROW LEVEL SECURITY;
COMMENT ON POLICY p1 ON t IS 'po';
