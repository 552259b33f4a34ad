-- Casts that users made. A cast lives in no schema.
SELECT c.oid,
       pg_catalog.format_type(c.castsource, NULL),
       pg_catalog.format_type(c.casttarget, NULL),
       c.castmethod::pg_catalog.text,
       c.castcontext::pg_catalog.text,
       CASE WHEN c.castfunc <> 0 THEN c.castfunc::pg_catalog.regprocedure::pg_catalog.text END
  FROM pg_catalog.pg_cast AS c
 WHERE c.oid >= 16384
 ORDER BY 2, 3;
