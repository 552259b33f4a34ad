-- Objects that only a role with USAGE may refer to, and on which this one lacks it: foreign-data wrappers, servers, languages, and types
-- outside the server's own schemas.
SELECT 'foreign-data wrapper', '', w.fdwname::pg_catalog.text
FROM pg_catalog.pg_foreign_data_wrapper AS w
WHERE NOT pg_catalog.has_foreign_data_wrapper_privilege(w.oid, 'USAGE')
UNION ALL
SELECT 'foreign server', '', s.srvname
FROM pg_catalog.pg_foreign_server AS s
WHERE NOT pg_catalog.has_server_privilege(s.oid, 'USAGE')
UNION ALL
SELECT 'language', '', l.lanname
FROM pg_catalog.pg_language AS l
WHERE l.lanpltrusted AND NOT pg_catalog.has_language_privilege(l.oid, 'USAGE')
UNION ALL
SELECT 'type', n.nspname, t.typname
FROM pg_catalog.pg_type AS t
JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace
WHERE t.typelem = 0 AND n.nspname NOT IN ('pg_catalog', 'information_schema', 'pg_toast')
  AND NOT pg_catalog.has_type_privilege(t.oid, 'USAGE')
ORDER BY 1, 2, 3;
