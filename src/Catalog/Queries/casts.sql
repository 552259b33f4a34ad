-- Casts that users made, but for those of a session's temporary types. A cast belongs to no schema.
SELECT c.oid,
       pg_catalog.format_type(c.castsource, NULL),
       pg_catalog.format_type(c.casttarget, NULL),
       c.castmethod::pg_catalog.text,
       c.castcontext::pg_catalog.text,
       CASE WHEN c.castfunc <> 0 THEN c.castfunc::pg_catalog.regprocedure::pg_catalog.text END
  FROM pg_catalog.pg_cast AS c
 WHERE c.oid >= 16384
   AND NOT EXISTS (SELECT
                     FROM pg_catalog.pg_type AS t
                     JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace
                    WHERE t.oid IN (c.castsource, c.casttarget) AND n.nspname ~ '^pg_temp_')
 ORDER BY 2, 3;
