-- Aggregate functions, which PostgreSQL does not deparse. Functions are named by schema and name: their argument
-- types follow from the aggregate's.
SELECT p.oid,
       n.nspname,
       p.proname,
       pg_catalog.pg_get_function_arguments(p.oid),
       pg_catalog.pg_get_function_identity_arguments(p.oid),
       a.aggkind::pg_catalog.text,
       p.proparallel::pg_catalog.text,
       pg_catalog.format_type(a.aggtranstype, NULL),
       a.aggtransspace,
       a.agginitval,
       CASE WHEN a.aggmtranstype <> 0 THEN pg_catalog.format_type(a.aggmtranstype, NULL) END,
       a.aggmtransspace,
       a.aggminitval,
       a.aggfinalextra,
       a.aggmfinalextra,
       a.aggfinalmodify::pg_catalog.text,
       a.aggmfinalmodify::pg_catalog.text,
       sort_schema.nspname,
       sort.oprname,
       (SELECT pg_catalog.array_agg(function_schema.nspname::pg_catalog.text ORDER BY used.position)
          FROM pg_catalog.unnest(ARRAY[a.aggtransfn, a.aggfinalfn, a.aggcombinefn, a.aggserialfn, a.aggdeserialfn,
                                       a.aggmtransfn, a.aggminvtransfn, a.aggmfinalfn]) WITH ORDINALITY AS used (oid, position)
          LEFT JOIN pg_catalog.pg_proc AS f ON f.oid = used.oid
          LEFT JOIN pg_catalog.pg_namespace AS function_schema ON function_schema.oid = f.pronamespace),
       (SELECT pg_catalog.array_agg(f.proname::pg_catalog.text ORDER BY used.position)
          FROM pg_catalog.unnest(ARRAY[a.aggtransfn, a.aggfinalfn, a.aggcombinefn, a.aggserialfn, a.aggdeserialfn,
                                       a.aggmtransfn, a.aggminvtransfn, a.aggmfinalfn]) WITH ORDINALITY AS used (oid, position)
          LEFT JOIN pg_catalog.pg_proc AS f ON f.oid = used.oid
          LEFT JOIN pg_catalog.pg_namespace AS function_schema ON function_schema.oid = f.pronamespace)
  FROM pg_catalog.pg_aggregate AS a
  JOIN pg_catalog.pg_proc AS p ON p.oid = a.aggfnoid
  JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace
  LEFT JOIN pg_catalog.pg_operator AS sort ON sort.oid = a.aggsortop
  LEFT JOIN pg_catalog.pg_namespace AS sort_schema ON sort_schema.oid = sort.oprnamespace
 WHERE p.oid >= 16384
   AND n.nspname !~ '^pg_'
   AND n.nspname NOT IN ('information_schema', 'actormigrate')
 ORDER BY n.nspname COLLATE pg_catalog."C", p.proname COLLATE pg_catalog."C", p.oid;
