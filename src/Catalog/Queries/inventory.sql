-- Every object that users made and that is not part of a table's own definition, named as PostgreSQL
-- names it, without what belongs to an extension (e) or comes with another object (i), and without large
-- objects, which may be millions, and without what sessions have made for themselves. Whatever of this the plan does not carry over
-- is reported, so that no kind is forgotten. What users made in the server's own schemas is among it, with tables, and indexes
-- of the server's tables, and without parts of such tables.
WITH own_schema AS (
    SELECT oid
      FROM pg_catalog.pg_namespace
     WHERE nspname = 'information_schema' OR nspname ~ '^pg_' AND nspname !~ '^pg_(toast|temp|toast_temp)(_|$)'
)
SELECT found.classid, found.oid, named.type, coalesce(named.schema, ''), named.identity, found.relation
  FROM (SELECT 'pg_catalog.pg_class'::pg_catalog.regclass::pg_catalog.oid AS classid,
               c.oid,
               coalesce((SELECT d.refobjid
                           FROM pg_catalog.pg_depend AS d
                          WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
                            AND d.objid = c.oid
                            AND d.refclassid = 'pg_catalog.pg_class'::pg_catalog.regclass
                            AND d.deptype IN ('a', 'i')
                          LIMIT 1), 0) AS relation
          FROM pg_catalog.pg_class AS c
         WHERE (c.relkind IN ('v', 'm', 'f', 'S', 'c') OR c.relkind IN ('r', 'p', 'i') AND c.relnamespace IN (SELECT oid FROM own_schema))
           AND c.relpersistence <> 't'
         UNION ALL
        SELECT 'pg_catalog.pg_proc'::pg_catalog.regclass, oid, 0 FROM pg_catalog.pg_proc
         UNION ALL
        SELECT 'pg_catalog.pg_type'::pg_catalog.regclass, t.oid, 0
          FROM pg_catalog.pg_type AS t
         WHERE t.typtype IN ('b', 'p', 'e', 'd', 'r')
           AND NOT EXISTS (SELECT FROM pg_catalog.pg_type AS element WHERE element.typarray = t.oid)
         UNION ALL
        SELECT 'pg_catalog.pg_trigger'::pg_catalog.regclass, oid, tgrelid
          FROM pg_catalog.pg_trigger WHERE NOT tgisinternal AND tgparentid = 0
         UNION ALL
        SELECT 'pg_catalog.pg_rewrite'::pg_catalog.regclass, oid, ev_class
          FROM pg_catalog.pg_rewrite WHERE rulename <> '_RETURN' OR ev_type <> '1'
         UNION ALL
        SELECT 'pg_catalog.pg_policy'::pg_catalog.regclass, oid, polrelid FROM pg_catalog.pg_policy
         UNION ALL
        SELECT 'pg_catalog.pg_statistic_ext'::pg_catalog.regclass, oid, stxrelid FROM pg_catalog.pg_statistic_ext
         UNION ALL
        SELECT 'pg_catalog.pg_extension'::pg_catalog.regclass, oid, 0 FROM pg_catalog.pg_extension
         UNION ALL
        -- Without a function it is the promise of a commutator or negator, which comes with the operator that names it.
        SELECT 'pg_catalog.pg_operator'::pg_catalog.regclass, oid, 0 FROM pg_catalog.pg_operator WHERE oprcode <> 0
         UNION ALL
        SELECT 'pg_catalog.pg_opclass'::pg_catalog.regclass, oid, 0 FROM pg_catalog.pg_opclass
         UNION ALL
        SELECT 'pg_catalog.pg_opfamily'::pg_catalog.regclass, oid, 0 FROM pg_catalog.pg_opfamily
         UNION ALL
        SELECT 'pg_catalog.pg_collation'::pg_catalog.regclass, oid, 0 FROM pg_catalog.pg_collation
         UNION ALL
        SELECT 'pg_catalog.pg_conversion'::pg_catalog.regclass, oid, 0 FROM pg_catalog.pg_conversion
         UNION ALL
        SELECT 'pg_catalog.pg_cast'::pg_catalog.regclass, c.oid, 0
          FROM pg_catalog.pg_cast AS c
         WHERE NOT EXISTS (SELECT
                             FROM pg_catalog.pg_type AS t
                             JOIN pg_catalog.pg_namespace AS n ON n.oid = t.typnamespace
                            WHERE t.oid IN (c.castsource, c.casttarget) AND n.nspname ~ '^pg_temp_')
         UNION ALL
        SELECT 'pg_catalog.pg_language'::pg_catalog.regclass, oid, 0 FROM pg_catalog.pg_language
         UNION ALL
        SELECT 'pg_catalog.pg_am'::pg_catalog.regclass, oid, 0 FROM pg_catalog.pg_am
         UNION ALL
        SELECT 'pg_catalog.pg_ts_parser'::pg_catalog.regclass, oid, 0 FROM pg_catalog.pg_ts_parser
         UNION ALL
        SELECT 'pg_catalog.pg_ts_template'::pg_catalog.regclass, oid, 0 FROM pg_catalog.pg_ts_template
         UNION ALL
        SELECT 'pg_catalog.pg_ts_dict'::pg_catalog.regclass, oid, 0 FROM pg_catalog.pg_ts_dict
         UNION ALL
        SELECT 'pg_catalog.pg_ts_config'::pg_catalog.regclass, oid, 0 FROM pg_catalog.pg_ts_config
         UNION ALL
        SELECT 'pg_catalog.pg_foreign_data_wrapper'::pg_catalog.regclass, oid, 0 FROM pg_catalog.pg_foreign_data_wrapper
         UNION ALL
        SELECT 'pg_catalog.pg_foreign_server'::pg_catalog.regclass, oid, 0 FROM pg_catalog.pg_foreign_server
         UNION ALL
        SELECT 'pg_catalog.pg_user_mapping'::pg_catalog.regclass, umid, 0 FROM pg_catalog.pg_user_mappings
         UNION ALL
        SELECT 'pg_catalog.pg_event_trigger'::pg_catalog.regclass, oid, 0 FROM pg_catalog.pg_event_trigger
         UNION ALL
        SELECT 'pg_catalog.pg_publication'::pg_catalog.regclass, oid, 0 FROM pg_catalog.pg_publication
         UNION ALL
        SELECT 'pg_catalog.pg_subscription'::pg_catalog.regclass, oid, 0
          FROM pg_catalog.pg_subscription
         WHERE subdbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
         UNION ALL
        SELECT 'pg_catalog.pg_transform'::pg_catalog.regclass, oid, 0 FROM pg_catalog.pg_transform
         UNION ALL
        SELECT 'pg_catalog.pg_default_acl'::pg_catalog.regclass, oid, 0 FROM pg_catalog.pg_default_acl
       ) AS found
 CROSS JOIN LATERAL pg_catalog.pg_identify_object(found.classid, found.oid, 0) AS named
 WHERE found.oid >= 16384
   AND coalesce(named.schema, '') !~ '^pg_(toast|temp|toast_temp)(_|$)'
   AND coalesce(named.schema, '') <> 'actormigrate'
   AND NOT EXISTS (SELECT
                     FROM pg_catalog.pg_depend AS d
                    WHERE d.classid = found.classid
                      AND d.objid = found.oid
                      AND d.deptype IN ('e', 'i'))
   AND NOT EXISTS (SELECT
                     FROM pg_catalog.pg_class AS c
                    WHERE c.oid = found.relation
                      AND (c.relpersistence = 't' OR c.oid >= 16384 AND c.relnamespace IN (SELECT oid FROM own_schema)))
   -- Objects that depend on a relation of an extension come with it; extension_members.sql looks whether it does.
   AND NOT EXISTS (SELECT
                     FROM pg_catalog.pg_depend AS d
                    WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
                      AND d.objid = found.relation
                      AND d.deptype = 'e')
 ORDER BY named.type COLLATE pg_catalog."C", named.identity COLLATE pg_catalog."C";
