-- Base types and shell types that users made. Functions are oids as well as names: the planner has to know which
-- functions a type is made of, because those need the type as well.
SELECT t.oid,
       n.nspname,
       t.typname,
       t.typarray,
       t.typisdefined,
       t.typlen::pg_catalog.int4,
       t.typbyval,
       t.typalign::pg_catalog.text,
       t.typstorage::pg_catalog.text,
       t.typcategory::pg_catalog.text,
       t.typispreferred,
       t.typdefault,
       CASE WHEN t.typelem <> 0 THEN pg_catalog.format_type(t.typelem, NULL) END,
       t.typdelim::pg_catalog.text,
       t.typcollation <> 0,
       part.keywords,
       part.oids,
       part.schemas,
       part.names
  FROM pg_catalog.pg_type AS t
  JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace
 CROSS JOIN (SELECT NULL::pg_catalog.regproc AS typsubscript) AS absent
 CROSS JOIN LATERAL (SELECT pg_catalog.array_agg(f.keyword ORDER BY f.position) AS keywords,
                            pg_catalog.array_agg(p.oid ORDER BY f.position) AS oids,
                            pg_catalog.array_agg(function_schema.nspname::pg_catalog.text ORDER BY f.position) AS schemas,
                            pg_catalog.array_agg(p.proname::pg_catalog.text ORDER BY f.position) AS names
                       FROM (VALUES (1, 'INPUT', t.typinput), (2, 'OUTPUT', t.typoutput), (3, 'RECEIVE', t.typreceive),
                             (4, 'SEND', t.typsend),
                                    (5, 'TYPMOD_IN', t.typmodin), (6, 'TYPMOD_OUT', t.typmodout), (7, 'ANALYZE', t.typanalyze),
                                    (8, 'SUBSCRIPT', (SELECT typsubscript FROM (SELECT t.*) AS present))) AS f (position, keyword, function)
                       JOIN pg_catalog.pg_proc AS p ON p.oid = f.function
                       JOIN pg_catalog.pg_namespace AS function_schema ON function_schema.oid = p.pronamespace) AS part
 WHERE t.oid >= 16384
   AND n.nspname NOT IN ('information_schema', 'actormigrate')
   AND n.nspname !~ '^pg_temp_'
   AND ((t.typtype = 'b' AND NOT EXISTS (SELECT FROM pg_catalog.pg_type AS element WHERE element.typarray = t.oid))
        OR (t.typtype = 'p' AND NOT t.typisdefined))
 ORDER BY n.nspname COLLATE pg_catalog."C", t.typname COLLATE pg_catalog."C";
