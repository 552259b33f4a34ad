-- Functions and procedures among $1 (oid[]) as PostgreSQL deparses them, less the name, which pg_get_functiondef always qualifies.
-- Aggregates are not deparsed and have a query of their own.
SELECT p.oid,
       n.nspname,
       p.proname,
       p.prokind = 'p',
       CASE WHEN pg_catalog.starts_with(definition.whole, definition.head)
            THEN pg_catalog.substr(definition.whole, pg_catalog.length(definition.head) + 1) END,
       pg_catalog.pg_get_function_identity_arguments(p.oid),
       pg_catalog.array_to_string(ARRAY(SELECT pg_catalog.format_type(input.type, NULL)
                                          FROM pg_catalog.unnest(p.proargtypes::pg_catalog.oid[]) WITH ORDINALITY AS input (type, position)
                                         ORDER BY input.position), ', '),
       pg_catalog.pg_get_function_result(p.oid),
       pg_catalog.pg_get_function_arguments(p.oid)
  FROM pg_catalog.pg_proc AS p
  JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace
 CROSS JOIN LATERAL (SELECT pg_catalog.pg_get_functiondef(p.oid),
                            pg_catalog.format('CREATE OR REPLACE %s %I.%I(',
                                              CASE p.prokind WHEN 'p' THEN 'PROCEDURE' ELSE 'FUNCTION' END,
                                              n.nspname,
                                              p.proname)) AS definition (whole, head)
 WHERE p.oid >= 16384
   AND p.prokind <> 'a'
   AND p.oid = ANY ($1)
   AND n.nspname !~ '^pg_'
   AND n.nspname NOT IN ('information_schema', 'actormigrate')
   AND NOT EXISTS (SELECT
                     FROM pg_catalog.pg_depend AS d
                    WHERE d.classid = 'pg_catalog.pg_proc'::pg_catalog.regclass
                      AND d.objid = p.oid
                      AND d.deptype IN ('e', 'i'))
 ORDER BY n.nspname COLLATE pg_catalog."C", p.proname COLLATE pg_catalog."C", p.oid;
