-- Comments on everything a user made, and on the schema public. A large object's oid may be any.
SELECT d.classoid, d.objoid, d.objsubid, d.description
  FROM pg_catalog.pg_description AS d
 WHERE d.objoid >= 16384
    OR d.classoid = 'pg_catalog.pg_largeobject'::pg_catalog.regclass
    OR (d.classoid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND d.objoid = 2200);
