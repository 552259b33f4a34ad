-- Collations. The locale of ICU and built-in ones is colllocale from 17 on, colliculocale before, collcollate before 15.
SELECT c.oid,
       n.nspname,
       c.collname,
       c.collprovider::pg_catalog.text,
       (SELECT collisdeterministic FROM (SELECT c.*) AS present),
       c.collcollate,
       c.collctype,
       coalesce((SELECT colllocale FROM (SELECT c.*) AS present), (SELECT colliculocale FROM (SELECT c.*) AS present)),
       (SELECT collicurules FROM (SELECT c.*) AS present)
  FROM pg_catalog.pg_collation AS c
  JOIN pg_catalog.pg_namespace AS n ON n.oid = c.collnamespace
 CROSS JOIN (SELECT NULL::pg_catalog.text AS colllocale, NULL::pg_catalog.text AS colliculocale,
             NULL::pg_catalog.text AS collicurules) AS absent
 WHERE c.oid >= 16384
   AND n.nspname !~ '^pg_temp_'
 ORDER BY n.nspname COLLATE pg_catalog."C", c.collname COLLATE pg_catalog."C", c.oid;
