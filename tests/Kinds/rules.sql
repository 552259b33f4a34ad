-- Rules: on tables and views, also and instead, with conditions, several actions, RETURNING, enabled states
CREATE SCHEMA rules;
SET search_path = rules;
CREATE TABLE t (id int PRIMARY KEY, x text, y int);
INSERT INTO t VALUES (1, 'a', 1);
CREATE TABLE log (what text);
CREATE VIEW v AS SELECT id, x FROM t;
CREATE RULE r AS ON DELETE TO v DO INSTEAD DELETE FROM t WHERE t.id = old.id RETURNING t.id, t.x;
CREATE RULE q AS ON UPDATE TO t WHERE new.id > 5 DO ALSO (SELECT 1; UPDATE t SET x = 'q' WHERE id = new.id - 1);
CREATE RULE i AS ON INSERT TO v DO INSTEAD INSERT INTO t VALUES (new.id, new.x) ON CONFLICT (id) DO UPDATE SET x = excluded.x WHERE t.x <> 'it''s';
CREATE RULE nothing AS ON UPDATE TO v DO INSTEAD NOTHING;
CREATE RULE "some ""rule""" AS ON INSERT TO t WHERE new.x IS NULL DO INSTEAD NOTHING;
CREATE RULE notifies AS ON DELETE TO t DO NOTIFY "rules.channel", 'gone';
CREATE RULE logs AS ON DELETE TO t DO ALSO INSERT INTO log SELECT 'gone ' || old.id FROM t AS z WHERE z.id = old.id;
ALTER TABLE t DISABLE RULE q, ENABLE ALWAYS RULE logs, ENABLE REPLICA RULE notifies;
CREATE TABLE with_returning (id int);
CREATE RULE sub AS ON UPDATE TO with_returning DO INSTEAD WITH w AS (SELECT 1 AS one) UPDATE t SET y = w.one FROM w WHERE t.id = new.id RETURNING t.id;
COMMENT ON RULE q ON t IS 'ru';
