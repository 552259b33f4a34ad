-- The functions of the server itself that everybody may call from the start and this role may not, and whether the program calls them: by
-- name ($1, text[]), or as operators and casts of the types that catalogs are made of. Operators, too, are allowed by their functions.
WITH plain AS (
    SELECT y.oid FROM pg_catalog.pg_type AS y
     WHERE y.oid < 16384
       AND y.typname IN ('bool', 'char', 'name', 'text', 'int2', 'int4', 'int8', 'oid', 'numeric', 'float4', 'float8', 'regclass',
                         'regproc', 'bpchar', 'varchar', 'timestamptz', 'interval', 'xid', 'pg_lsn', 'jsonb', 'bit', 'aclitem',
                         'anyarray', 'anyelement', 'anycompatiblearray', 'anycompatible', 'anynonarray', 'oidvector', 'int2vector', 'tid')
)
SELECT pg_catalog.format('pg_catalog.%I(%s)', p.proname, pg_catalog.pg_get_function_identity_arguments(p.oid)),
       current_user::pg_catalog.text
  FROM pg_catalog.pg_proc AS p
 WHERE p.oid < 16384
   AND p.proacl IS NOT NULL
   AND NOT pg_catalog.has_function_privilege(p.oid, 'EXECUTE')
   AND NOT EXISTS (SELECT FROM pg_catalog.pg_init_privs AS i
                    WHERE i.classoid = 'pg_catalog.pg_proc'::pg_catalog.regclass AND i.objoid = p.oid)
   AND (p.proname = ANY ($1)
        OR EXISTS (SELECT FROM pg_catalog.pg_operator AS o
                    WHERE o.oprcode = p.oid AND (o.oprleft IN (SELECT oid FROM plain) OR o.oprright IN (SELECT oid FROM plain)))
        OR EXISTS (SELECT FROM pg_catalog.pg_cast AS c
                    WHERE c.castfunc = p.oid AND c.castsource IN (SELECT oid FROM plain) AND c.casttarget IN (SELECT oid FROM plain)))
 ORDER BY 1;
