-- Objects of the target other than tables, sequences and indexes, by kind and name as a plan calls them: those that are in no schema, and
-- those in the schemas $1 (text[]). Functions and operators are picked by schema before their names are written: the server has thousands.
WITH picked AS (
    SELECT oid, nspname FROM pg_catalog.pg_namespace WHERE nspname = ANY ($1::pg_catalog.text[])
)
SELECT found.classid::pg_catalog.regclass::pg_catalog.oid, found.oid, found.kind, found.name
  FROM (SELECT 'pg_catalog.pg_am' AS classid, oid, 'access method' AS kind, amname::pg_catalog.text AS name FROM pg_catalog.pg_am
         UNION ALL
        SELECT 'pg_catalog.pg_language', oid, 'language', lanname FROM pg_catalog.pg_language
         UNION ALL
        SELECT 'pg_catalog.pg_foreign_data_wrapper', oid, 'foreign-data wrapper', fdwname FROM pg_catalog.pg_foreign_data_wrapper
         UNION ALL
        SELECT 'pg_catalog.pg_foreign_server', oid, 'foreign server', srvname FROM pg_catalog.pg_foreign_server
         UNION ALL
        SELECT 'pg_catalog.pg_cast', oid, 'cast',
               pg_catalog.format('(%s AS %s)', pg_catalog.format_type(castsource, NULL), pg_catalog.format_type(casttarget, NULL))
          FROM pg_catalog.pg_cast WHERE oid >= 16384
         UNION ALL
        SELECT 'pg_catalog.pg_transform', t.oid, 'transform', pg_catalog.format_type(t.trftype, NULL) || ' for ' || l.lanname
          FROM pg_catalog.pg_transform AS t JOIN pg_catalog.pg_language AS l ON l.oid = t.trflang
         UNION ALL
        SELECT 'pg_catalog.pg_publication', oid, 'publication', pubname FROM pg_catalog.pg_publication
         UNION ALL
        SELECT 'pg_catalog.pg_event_trigger', oid, 'event trigger', evtname FROM pg_catalog.pg_event_trigger
         UNION ALL
        SELECT in_schema.classid, in_schema.oid, in_schema.kind, n.nspname || '.' || in_schema.name
          FROM (SELECT 'pg_catalog.pg_class', oid, CASE relkind WHEN 'v' THEN 'view' ELSE 'materialized view' END, relname::pg_catalog.text,
                       relnamespace
                  FROM pg_catalog.pg_class WHERE relkind IN ('v', 'm')
                 UNION ALL
                SELECT 'pg_catalog.pg_type', t.oid,
                       CASE WHEN NOT t.typisdefined THEN 'shell type'
                            ELSE CASE t.typtype WHEN 'e' THEN 'enum' WHEN 'd' THEN 'domain' WHEN 'r' THEN 'range' WHEN 'b' THEN 'base type'
                                                ELSE 'composite type' END END,
                       t.typname, t.typnamespace
                  FROM pg_catalog.pg_type AS t
                  LEFT JOIN pg_catalog.pg_class AS c ON c.oid = t.typrelid
                 WHERE (t.typtype IN ('e', 'd', 'r', 'b') OR c.relkind = 'c' OR NOT t.typisdefined)
                   AND NOT EXISTS (SELECT FROM pg_catalog.pg_type AS element WHERE element.typarray = t.oid)
                 UNION ALL
                SELECT 'pg_catalog.pg_proc', oid,
                       CASE prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'function' END,
                       pg_catalog.format('%s(%s)', proname, pg_catalog.pg_get_function_identity_arguments(oid)), pronamespace
                  FROM pg_catalog.pg_proc WHERE pronamespace IN (SELECT oid FROM picked)
                 UNION ALL
                SELECT 'pg_catalog.pg_operator', oid, 'operator',
                       pg_catalog.format('%s (%s, %s)', oprname,
                                         CASE WHEN oprleft = 0 THEN 'NONE' ELSE pg_catalog.format_type(oprleft, NULL) END,
                                         CASE WHEN oprright = 0 THEN 'NONE' ELSE pg_catalog.format_type(oprright, NULL) END), oprnamespace
                  FROM pg_catalog.pg_operator WHERE oprcode <> 0 AND oprnamespace IN (SELECT oid FROM picked)
                 UNION ALL
                SELECT 'pg_catalog.pg_opclass', c.oid, 'operator class', c.opcname || ' using ' || m.amname, c.opcnamespace
                  FROM pg_catalog.pg_opclass AS c JOIN pg_catalog.pg_am AS m ON m.oid = c.opcmethod
                 UNION ALL
                SELECT 'pg_catalog.pg_opfamily', f.oid, 'operator family', f.opfname || ' using ' || m.amname, f.opfnamespace
                  FROM pg_catalog.pg_opfamily AS f JOIN pg_catalog.pg_am AS m ON m.oid = f.opfmethod
                 UNION ALL
                SELECT 'pg_catalog.pg_collation', oid, 'collation', collname, collnamespace FROM pg_catalog.pg_collation
                 UNION ALL
                SELECT 'pg_catalog.pg_conversion', oid, 'conversion', conname, connamespace FROM pg_catalog.pg_conversion
                 UNION ALL
                SELECT 'pg_catalog.pg_statistic_ext', oid, 'statistics', stxname, stxnamespace FROM pg_catalog.pg_statistic_ext
                 UNION ALL
                SELECT 'pg_catalog.pg_ts_parser', oid, 'text search parser', prsname, prsnamespace FROM pg_catalog.pg_ts_parser
                 UNION ALL
                SELECT 'pg_catalog.pg_ts_template', oid, 'text search template', tmplname, tmplnamespace FROM pg_catalog.pg_ts_template
                 UNION ALL
                SELECT 'pg_catalog.pg_ts_dict', oid, 'text search dictionary', dictname, dictnamespace FROM pg_catalog.pg_ts_dict
                 UNION ALL
                SELECT 'pg_catalog.pg_ts_config', oid, 'text search configuration', cfgname, cfgnamespace FROM pg_catalog.pg_ts_config
               ) AS in_schema (classid, oid, kind, name, namespace)
          JOIN picked AS n ON n.oid = in_schema.namespace) AS found;
