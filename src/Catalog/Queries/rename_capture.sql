-- Renaming a schema puts it on the search path while catalogs are read. An operator in there, over built-in types and
-- of a name that these queries use, would be run in place of PostgreSQL's own, with the rights of the role that migrates.
SELECT o.oid::pg_catalog.regoperator::pg_catalog.text
  FROM pg_catalog.pg_operator AS o
  JOIN pg_catalog.pg_namespace AS n ON n.oid = o.oprnamespace
 WHERE n.nspname = ANY ($1::pg_catalog.text[])
   AND o.oprname IN ('=', '<>', '<', '<=', '>', '>=', '||', '~', '!~', '~~', '->>', '-', '@>')
   AND o.oprleft < 16384
   AND o.oprright < 16384;
