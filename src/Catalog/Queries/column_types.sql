-- Types that the columns of the tables in $1 (oid[]) are made of, for the choice of the COPY format.
-- Followed through arrays, domains and ranges down to the types whose values go over the wire.
WITH RECURSIVE used AS (
    SELECT DISTINCT a.atttypid AS oid
      FROM pg_catalog.unnest($1::pg_catalog.oid[]) AS scope (oid)
      JOIN pg_catalog.pg_attribute AS a ON a.attrelid = scope.oid
     WHERE a.attnum > 0 AND NOT a.attisdropped
     UNION
    SELECT part.oid
      FROM used
      JOIN pg_catalog.pg_type AS t ON t.oid = used.oid
      LEFT JOIN pg_catalog.pg_range AS r ON r.rngtypid = t.oid
     CROSS JOIN LATERAL (VALUES (CASE WHEN t.typcategory = 'A' THEN NULLIF(t.typelem, 0) END),
                                (NULLIF(t.typbasetype, 0)),
                                (r.rngsubtype)) AS part (oid)
     WHERE part.oid IS NOT NULL
)
SELECT t.oid,
       pg_catalog.format_type(t.oid, NULL),
       n.nspname,
       t.typname,
       n.nspname = 'pg_catalog' AND t.oid < 16384,
       t.typtype::pg_catalog.text,
       CASE WHEN t.typcategory = 'A' THEN t.typelem ELSE 0 END,
       t.typbasetype,
       coalesce(r.rngsubtype, 0),
       t.typsend <> 0 AND t.typreceive <> 0,
       EXISTS (SELECT
                 FROM pg_catalog.pg_depend AS d
                WHERE d.classid = 'pg_catalog.pg_type'::pg_catalog.regclass
                  AND d.objid = t.oid
                  AND d.deptype = 'e')
  FROM used
  JOIN pg_catalog.pg_type AS t ON t.oid = used.oid
  JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace
  LEFT JOIN pg_catalog.pg_range AS r ON r.rngtypid = t.oid;
