-- Large objects: their oids, bytes, pages and holes, owners, privileges with grant options, comments
SELECT lo_from_bytea(910007, 'a few bytes');
SELECT lo_create(910008);
SELECT lo_from_bytea(910009, decode(repeat('00ff5c0a', 300000), 'hex'));
SELECT lo_put(lo_create(910010), 40000, 'behind a hole');
SELECT lo_put(lo_from_bytea(910011, 'before a hole'), 9000, 'and behind it');
SELECT lo_from_bytea(920000 + i, convert_to(repeat('x', i % 3000), 'UTF8')) FROM generate_series(1, 1500) AS i;
COMMENT ON LARGE OBJECT 910007 IS 'it''s \ here'; COMMENT ON LARGE OBJECT 910010 IS 'sparse';
ALTER LARGE OBJECT 910009 OWNER TO "kinds owner"; ALTER LARGE OBJECT 920001 OWNER TO kinds_writer;
GRANT SELECT ON LARGE OBJECT 910007, 910008 TO kinds_reader; GRANT ALL ON LARGE OBJECT 910010 TO PUBLIC;
GRANT UPDATE ON LARGE OBJECT 910009 TO kinds_writer WITH GRANT OPTION; GRANT SELECT ON LARGE OBJECT 910009 TO "kinds owner";
SET ROLE kinds_writer; GRANT UPDATE ON LARGE OBJECT 910009 TO kinds_reader; RESET ROLE;
REVOKE UPDATE ON LARGE OBJECT 910008 FROM CURRENT_USER; REVOKE ALL ON LARGE OBJECT 920001 FROM kinds_writer;
CREATE SCHEMA large_objects;
CREATE TABLE large_objects.refers (picture oid); INSERT INTO large_objects.refers VALUES (910007), (920001);
