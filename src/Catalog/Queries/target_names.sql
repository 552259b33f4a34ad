-- Relations and types of the target that have one of the names in $1 (schemas, text[]) and $2 (names, text[]).
-- Tables' row types and array types come with what they belong to.
WITH wanted AS (
    SELECT nspname, relname
      FROM ROWS FROM (pg_catalog.unnest($1::pg_catalog.text[]), pg_catalog.unnest($2::pg_catalog.text[])) AS names (nspname, relname)
)
SELECT c.oid, n.nspname, c.relname, c.relkind::pg_catalog.text
  FROM wanted
  JOIN pg_catalog.pg_namespace AS n USING (nspname)
  JOIN pg_catalog.pg_class AS c ON c.relnamespace = n.oid AND c.relname = wanted.relname
 UNION ALL
SELECT t.oid, n.nspname, t.typname, 'T'
  FROM wanted
  JOIN pg_catalog.pg_namespace AS n USING (nspname)
  JOIN pg_catalog.pg_type AS t ON t.typnamespace = n.oid AND t.typname = wanted.relname
 WHERE t.typrelid = 0
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_type AS element WHERE element.typarray = t.oid)
 ORDER BY 2, 3;
