-- Privileges that were changed on what comes with the server or with an extension, against what pg_init_privs remembers from
-- the beginning (not of information_schema, like pg_dump). They are named, not carried over: in the target these objects may be others, and somebody else's.
WITH granted AS (
    SELECT 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid AS classid, oid, 0 AS subid, relacl AS acl FROM pg_catalog.pg_class
     WHERE relkind IN ('r', 'p', 'v', 'm', 'S', 'f') AND relnamespace <> 'information_schema'::pg_catalog.regnamespace
     UNION ALL
    SELECT 'pg_catalog.pg_class'::pg_catalog.regclass, attrelid, attnum, attacl FROM pg_catalog.pg_attribute WHERE attnum > 0 AND attacl IS NOT NULL
     UNION ALL
    SELECT 'pg_catalog.pg_proc'::pg_catalog.regclass, oid, 0, proacl FROM pg_catalog.pg_proc WHERE pronamespace <> 'information_schema'::pg_catalog.regnamespace
     UNION ALL
    SELECT 'pg_catalog.pg_type'::pg_catalog.regclass, oid, 0, typacl FROM pg_catalog.pg_type WHERE typnamespace <> 'information_schema'::pg_catalog.regnamespace
     UNION ALL
    SELECT 'pg_catalog.pg_namespace'::pg_catalog.regclass, oid, 0, nspacl FROM pg_catalog.pg_namespace WHERE oid <> 2200 AND nspname <> 'information_schema'
     UNION ALL
    SELECT 'pg_catalog.pg_language'::pg_catalog.regclass, oid, 0, lanacl FROM pg_catalog.pg_language
     UNION ALL
    SELECT 'pg_catalog.pg_foreign_data_wrapper'::pg_catalog.regclass, oid, 0, fdwacl FROM pg_catalog.pg_foreign_data_wrapper
)
SELECT pg_catalog.pg_describe_object(g.classid, g.oid, g.subid)
  FROM granted AS g
  LEFT JOIN pg_catalog.pg_init_privs AS i ON i.classoid = g.classid AND i.objoid = g.oid AND i.objsubid = g.subid
 WHERE (g.oid < 16384
        OR EXISTS (SELECT
                     FROM pg_catalog.pg_depend AS d
                    WHERE d.classid = g.classid AND d.objid = g.oid AND d.deptype = 'e'))
   AND ((g.acl IS NULL) <> (i.initprivs IS NULL) OR NOT (g.acl @> i.initprivs AND i.initprivs @> g.acl))
 ORDER BY 1
 LIMIT 1000;
