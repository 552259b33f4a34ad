-- The copied columns of the tables $1 (text[]): of the table at place $2 (int[]) the column $3 (text[]), in this order, with the type as
-- which a column's text is to be written where its own text differs between versions: "char" prints its high half differently since
-- version 16, so its number is compared, also in arrays. The encoding is that in which this database's text can be compared with another
-- database's. Of a long value of bytes or text, a hash stands in the row's text, which may have 1 GB at most.
SELECT wanted.which, wanted.name,
       CASE coalesce(base.oid, t.oid)
           WHEN 'pg_catalog."char"'::pg_catalog.regtype THEN 'pg_catalog.int4'
           WHEN 'pg_catalog."char"[]'::pg_catalog.regtype THEN 'pg_catalog.int4[]'
       END AS as_type,
       CASE pg_catalog.getdatabaseencoding() WHEN 'SQL_ASCII' THEN 'SQL_ASCII' ELSE 'UTF8' END AS encoding,
       CASE
           WHEN coalesce(base.oid, t.oid) = 'pg_catalog.bytea'::pg_catalog.regtype THEN 'bytes'
           WHEN coalesce(base.oid, t.oid) IN ('pg_catalog.text'::pg_catalog.regtype, 'pg_catalog.varchar'::pg_catalog.regtype) THEN 'text'
       END AS long
  FROM (SELECT asked.which, asked.name, asked.place, named.name::pg_catalog.regclass AS class
          FROM pg_catalog.unnest($1::pg_catalog.text[]) WITH ORDINALITY AS named (name, place)
          JOIN ROWS FROM (pg_catalog.unnest($2::pg_catalog.int4[]), pg_catalog.unnest($3::pg_catalog.text[]))
               WITH ORDINALITY AS asked (which, name, place) ON asked.which = named.place) AS wanted
  JOIN pg_catalog.pg_attribute AS a ON a.attrelid = wanted.class AND a.attname = wanted.name::pg_catalog.name AND NOT a.attisdropped
  JOIN pg_catalog.pg_type AS t ON t.oid = a.atttypid
  LEFT JOIN pg_catalog.pg_type AS base ON base.oid = t.typbasetype
 ORDER BY wanted.place
