-- Extended statistics as PostgreSQL deparses them, less the name, which is always qualified.
-- A target of -1 (NULL from 17 on) is the default.
SELECT s.oid,
       s.stxrelid,
       n.nspname,
       s.stxname,
       CASE WHEN pg_catalog.starts_with(definition.whole, definition.head)
            THEN pg_catalog.substr(definition.whole, pg_catalog.length(definition.head) + 1) END,
       CASE WHEN s.stxstattarget >= 0 THEN s.stxstattarget::pg_catalog.int4 END
  FROM pg_catalog.pg_statistic_ext AS s
  JOIN pg_catalog.pg_namespace AS n ON n.oid = s.stxnamespace
 CROSS JOIN LATERAL (SELECT pg_catalog.pg_get_statisticsobjdef(s.oid),
                            pg_catalog.format('CREATE STATISTICS %I.%I', n.nspname, s.stxname)) AS definition (whole, head)
 WHERE s.oid >= 16384
   AND n.nspname !~ '^pg_temp_'
 ORDER BY n.nspname COLLATE pg_catalog."C", s.stxname COLLATE pg_catalog."C";
