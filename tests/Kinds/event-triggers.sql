-- Event triggers: every event, tag filters, enabled states
CREATE SCHEMA event_triggers;
SET search_path = event_triggers;
CREATE FUNCTION refuse() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN IF tg_tag NOT LIKE $a$%COMMENT$a$ AND tg_tag NOT LIKE $a$%EVENT TRIGGER$a$ THEN RAISE EXCEPTION $a$no %$a$, tg_tag; END IF; END';
CREATE FUNCTION "to ""note""."() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
CREATE TABLE t (id int);
CREATE EVENT TRIGGER event_begun ON ddl_command_start WHEN TAG IN ('CREATE FUNCTION', 'CREATE SEQUENCE') EXECUTE FUNCTION "to ""note""."();
CREATE EVENT TRIGGER event_ended ON ddl_command_end EXECUTE FUNCTION "to ""note""."();
CREATE EVENT TRIGGER "event ""rewritten""" ON table_rewrite EXECUTE FUNCTION "to ""note""."();
CREATE EVENT TRIGGER event_dropped ON sql_drop EXECUTE FUNCTION refuse();
ALTER EVENT TRIGGER event_dropped DISABLE; ALTER EVENT TRIGGER event_begun ENABLE ALWAYS; ALTER EVENT TRIGGER event_ended ENABLE REPLICA;
COMMENT ON EVENT TRIGGER event_begun IS 'begun';
SELECT :SERVER_VERSION_NUM >= 170000 AS since_17 \gset
\if :since_17
CREATE EVENT TRIGGER event_login ON login EXECUTE FUNCTION "to ""note""."();
\endif
