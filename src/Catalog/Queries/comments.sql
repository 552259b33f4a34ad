-- Comments on everything a user made, and on the schema public.
SELECT d.classoid, d.objoid, d.objsubid, d.description
  FROM pg_catalog.pg_description AS d
 WHERE d.objoid >= 16384
    OR (d.classoid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND d.objoid = 2200);
