-- Objects of the target outside its relations, types and functions, by kind and name as a plan calls them: what is in no schema, and what
-- is in one of the schemas $1 (text[]).
SELECT 'access method' AS kind, amname::pg_catalog.text AS name FROM pg_catalog.pg_am
UNION ALL
SELECT 'language', lanname FROM pg_catalog.pg_language
UNION ALL
SELECT 'foreign-data wrapper', fdwname FROM pg_catalog.pg_foreign_data_wrapper
UNION ALL
SELECT 'foreign server', srvname FROM pg_catalog.pg_foreign_server
UNION ALL
SELECT 'cast', pg_catalog.format('(%s AS %s)', pg_catalog.format_type(castsource, NULL), pg_catalog.format_type(casttarget, NULL))
FROM pg_catalog.pg_cast WHERE oid >= 16384
UNION ALL
SELECT 'publication', pubname FROM pg_catalog.pg_publication
UNION ALL
SELECT 'event trigger', evtname FROM pg_catalog.pg_event_trigger
UNION ALL
SELECT in_schema.kind, n.nspname || '.' || in_schema.name
FROM (SELECT 'collation', collname, collnamespace FROM pg_catalog.pg_collation
      UNION ALL
      SELECT 'conversion', conname, connamespace FROM pg_catalog.pg_conversion
      UNION ALL
      SELECT 'statistics', stxname, stxnamespace FROM pg_catalog.pg_statistic_ext
      UNION ALL
      SELECT 'text search configuration', cfgname, cfgnamespace FROM pg_catalog.pg_ts_config
      UNION ALL
      SELECT 'text search dictionary', dictname, dictnamespace FROM pg_catalog.pg_ts_dict) AS in_schema (kind, name, namespace)
JOIN pg_catalog.pg_namespace AS n ON n.oid = in_schema.namespace
WHERE n.nspname = ANY ($1::pg_catalog.text[]);
