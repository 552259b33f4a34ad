-- Types that users made by CREATE TYPE or CREATE DOMAIN; row types of tables and array types, and types of extensions,
-- come with what they belong to. Composite types have their columns in columns.sql.
SELECT t.oid,
       n.nspname,
       t.typname,
       t.typtype::pg_catalog.text,
       t.typrelid,
       t.typarray,
       CASE WHEN t.typtype = 'd' THEN pg_catalog.format_type(t.typbasetype, t.typtypmod) END,
       t.typnotnull,
       t.typdefault,
       pg_catalog.pg_get_expr(t.typdefaultbin, 0),
       CASE WHEN t.typtype = 'd' AND t.typcollation <> base.typcollation THEN collation_schema.nspname END,
       CASE WHEN t.typtype = 'd' AND t.typcollation <> base.typcollation THEN co.collname END,
       (SELECT pg_catalog.array_agg(e.enumlabel::pg_catalog.text ORDER BY e.enumsortorder)
          FROM pg_catalog.pg_enum AS e
         WHERE e.enumtypid = t.oid)
  FROM pg_catalog.pg_type AS t
  JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace
  LEFT JOIN pg_catalog.pg_type AS base ON base.oid = t.typbasetype
  LEFT JOIN pg_catalog.pg_collation AS co ON co.oid = t.typcollation
  LEFT JOIN pg_catalog.pg_namespace AS collation_schema ON collation_schema.oid = co.collnamespace
  LEFT JOIN pg_catalog.pg_class AS c ON c.oid = t.typrelid
 WHERE t.oid >= 16384
   AND n.nspname !~ '^pg_'
   AND n.nspname NOT IN ('information_schema', 'actormigrate')
   AND NOT EXISTS (SELECT
                     FROM pg_catalog.pg_depend AS d
                    WHERE d.classid = 'pg_catalog.pg_type'::pg_catalog.regclass AND d.objid = t.oid AND d.deptype = 'e')
   AND (t.typtype IN ('e', 'd') OR (t.typtype = 'c' AND c.relkind = 'c'))
 ORDER BY n.nspname COLLATE pg_catalog."C", t.typname COLLATE pg_catalog."C";
