-- Constraints of the tables in $1 (oid[]) as PostgreSQL deparses them; storage parameters of the
-- index of a key are not in the deparsed text and come beside it.
-- Not-null constraints (18) are properties of columns; constraint triggers are triggers.
SELECT k.oid,
       k.conrelid,
       k.conname,
       k.contype::pg_catalog.text,
       pg_catalog.pg_get_constraintdef(k.oid),
       k.convalidated,
       k.conislocal,
       k.connoinherit,
       k.condeferrable,
       k.condeferred,
       k.conparentid,
       k.confrelid,
       k.conkey,
       k.conindid,
       i.relname,
       i.reloptions,
       parent_index.inhparent,
       x.indisclustered,
       x.indisreplident,
       space.spcname,
       x.indisexclusion
  FROM pg_catalog.unnest($1::pg_catalog.oid[]) AS scope (oid)
  JOIN pg_catalog.pg_constraint AS k ON k.conrelid = scope.oid
  LEFT JOIN pg_catalog.pg_class AS i ON i.oid = k.conindid AND k.contype IN ('p', 'u', 'x')
  LEFT JOIN pg_catalog.pg_index AS x ON x.indexrelid = i.oid
  LEFT JOIN pg_catalog.pg_inherits AS parent_index ON parent_index.inhrelid = i.oid
  LEFT JOIN pg_catalog.pg_tablespace AS space ON space.oid = i.reltablespace
 WHERE k.contype IN ('p', 'u', 'x', 'c', 'f')
 ORDER BY k.conrelid, k.conname COLLATE pg_catalog."C", k.oid;
