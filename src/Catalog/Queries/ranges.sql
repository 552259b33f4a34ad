-- Range types users made, with the multirange type that belongs to each (from 14 on).
SELECT t.oid,
       n.nspname,
       t.typname,
       t.typarray,
       pg_catalog.format_type(r.rngsubtype, NULL),
       opclass_schema.nspname,
       opc.opcname,
       opc.opcdefault,
       CASE WHEN r.rngcollation <> subtype.typcollation THEN collation_schema.nspname END,
       CASE WHEN r.rngcollation <> subtype.typcollation THEN co.collname END,
       NULLIF(r.rngcanonical::pg_catalog.text, '-'),
       NULLIF(r.rngsubdiff::pg_catalog.text, '-'),
       multirange.oid,
       multirange_schema.nspname,
       multirange.typname,
       multirange.typarray,
       r.rngcanonical::pg_catalog.oid
  FROM pg_catalog.pg_range AS r
  JOIN pg_catalog.pg_type AS t ON t.oid = r.rngtypid
  JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace
  JOIN pg_catalog.pg_type AS subtype ON subtype.oid = r.rngsubtype
  JOIN pg_catalog.pg_opclass AS opc ON opc.oid = r.rngsubopc
  JOIN pg_catalog.pg_namespace AS opclass_schema ON opclass_schema.oid = opc.opcnamespace
  LEFT JOIN pg_catalog.pg_collation AS co ON co.oid = r.rngcollation
  LEFT JOIN pg_catalog.pg_namespace AS collation_schema ON collation_schema.oid = co.collnamespace
 CROSS JOIN (SELECT 0::pg_catalog.oid AS rngmultitypid) AS older
  LEFT JOIN pg_catalog.pg_type AS multirange
    ON multirange.oid = (SELECT rngmultitypid FROM (SELECT r.*) AS present)
  LEFT JOIN pg_catalog.pg_namespace AS multirange_schema ON multirange_schema.oid = multirange.typnamespace
 WHERE t.oid >= 16384
   AND n.nspname NOT IN ('information_schema', 'actormigrate')
   AND NOT EXISTS (SELECT
                     FROM pg_catalog.pg_depend AS d
                    WHERE d.classid = 'pg_catalog.pg_type'::pg_catalog.regclass AND d.objid = t.oid AND d.deptype = 'e')
   AND n.nspname !~ '^pg_temp_'
 ORDER BY n.nspname COLLATE pg_catalog."C", t.typname COLLATE pg_catalog."C";
