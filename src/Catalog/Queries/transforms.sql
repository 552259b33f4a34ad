-- Transforms of types for procedural languages.
SELECT t.oid,
       pg_catalog.format_type(t.trftype, NULL),
       l.lanname,
       CASE WHEN t.trffromsql <> 0 THEN t.trffromsql::pg_catalog.oid::pg_catalog.regprocedure::pg_catalog.text END,
       CASE WHEN t.trftosql <> 0 THEN t.trftosql::pg_catalog.oid::pg_catalog.regprocedure::pg_catalog.text END
  FROM pg_catalog.pg_transform AS t
  JOIN pg_catalog.pg_language AS l ON l.oid = t.trflang
 WHERE t.oid >= 16384
 ORDER BY 2, 3;
