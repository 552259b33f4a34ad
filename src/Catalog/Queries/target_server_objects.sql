-- Objects that the schemas of the server hold in the target, named like the source's inventory.
SELECT named.type, named.identity
  FROM (SELECT 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid AS classid, oid, relnamespace AS namespace
          FROM pg_catalog.pg_class
         UNION ALL
        SELECT 'pg_catalog.pg_proc'::pg_catalog.regclass, oid, pronamespace FROM pg_catalog.pg_proc
         UNION ALL
        SELECT 'pg_catalog.pg_type'::pg_catalog.regclass, oid, typnamespace FROM pg_catalog.pg_type
         UNION ALL
        SELECT 'pg_catalog.pg_collation'::pg_catalog.regclass, oid, collnamespace FROM pg_catalog.pg_collation
         UNION ALL
        SELECT 'pg_catalog.pg_operator'::pg_catalog.regclass, oid, oprnamespace FROM pg_catalog.pg_operator
         UNION ALL
        SELECT 'pg_catalog.pg_conversion'::pg_catalog.regclass, oid, connamespace FROM pg_catalog.pg_conversion
         UNION ALL
        SELECT 'pg_catalog.pg_ts_dict'::pg_catalog.regclass, oid, dictnamespace FROM pg_catalog.pg_ts_dict
         UNION ALL
        SELECT 'pg_catalog.pg_ts_config'::pg_catalog.regclass, oid, cfgnamespace FROM pg_catalog.pg_ts_config) AS found
  JOIN pg_catalog.pg_namespace AS n ON n.oid = found.namespace
 CROSS JOIN LATERAL pg_catalog.pg_identify_object(found.classid, found.oid, 0) AS named
 WHERE n.nspname = 'information_schema' OR n.nspname ~ '^pg_' AND n.nspname !~ '^pg_(toast|temp|toast_temp)(_|$)'
 ORDER BY 1, 2;
