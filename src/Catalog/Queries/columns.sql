-- The columns of the relations in $1 (oid[]), with all that CREATE TABLE says of them.
-- attcompression exists from 14 on: where the inner row lacks it, the name falls through to the row "older".
SELECT a.attrelid,
       a.attnum,
       a.attname,
       pg_catalog.format_type(a.atttypid, a.atttypmod),
       a.atttypid,
       a.attnotnull,
       a.attgenerated::pg_catalog.text,
       a.attidentity::pg_catalog.text,
       CASE WHEN a.attstorage <> t.typstorage THEN a.attstorage::pg_catalog.text END,
       NULLIF((SELECT attcompression FROM (SELECT a.*) AS present)::pg_catalog.text, ''),
       CASE WHEN a.attstattarget >= 0 THEN a.attstattarget::pg_catalog.int4 END,
       a.attoptions,
       CASE WHEN a.attcollation <> t.typcollation THEN collation_schema.nspname END,
       CASE WHEN a.attcollation <> t.typcollation THEN co.collname END,
       a.attislocal,
       d.oid,
       pg_catalog.pg_get_expr(d.adbin, d.adrelid),
       not_null.oid,
       not_null.conname,
       not_null.conislocal,
       not_null.connoinherit,
       not_null.convalidated,
       a.attfdwoptions
  FROM pg_catalog.unnest($1::pg_catalog.oid[]) AS scope (oid)
  JOIN pg_catalog.pg_attribute AS a ON a.attrelid = scope.oid
  JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
  LEFT JOIN pg_catalog.pg_collation AS co ON co.oid = a.attcollation
  LEFT JOIN pg_catalog.pg_namespace AS collation_schema ON collation_schema.oid = co.collnamespace
  LEFT JOIN pg_catalog.pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
  LEFT JOIN pg_catalog.pg_constraint AS not_null
    ON not_null.conrelid = a.attrelid AND not_null.contype = 'n' AND not_null.conkey[1] = a.attnum
 CROSS JOIN (SELECT ''::pg_catalog."char" AS attcompression) AS older
 WHERE a.attnum > 0
   AND NOT a.attisdropped
 ORDER BY a.attrelid, a.attnum;
