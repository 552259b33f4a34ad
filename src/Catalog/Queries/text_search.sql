-- Text search parsers (p), templates (t), dictionaries (d) and configurations (c), each as the options that make it.
-- As in deparsed text, what the search path finds comes out bare, the rest qualified.
WITH function_name AS (
    SELECT p.oid,
           CASE WHEN pg_catalog.pg_function_is_visible(p.oid) THEN pg_catalog.quote_ident(p.proname)
                ELSE pg_catalog.format('%I.%I', n.nspname, p.proname) END AS name
      FROM pg_catalog.pg_proc AS p
      JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace
), found AS (
    SELECT 'p' AS kind, p.oid, p.prsnamespace AS namespace, p.prsname AS name, part.options, NULL AS initial,
           NULL::pg_catalog.text[] AS mappings
      FROM pg_catalog.pg_ts_parser AS p
     CROSS JOIN LATERAL (SELECT pg_catalog.array_agg(part.keyword || ' = ' || f.name)
                           FROM (VALUES ('START', p.prsstart), ('GETTOKEN', p.prstoken), ('END', p.prsend),
                                        ('HEADLINE', p.prsheadline), ('LEXTYPES', p.prslextype)) AS part (keyword, oid)
                           JOIN function_name AS f ON f.oid = part.oid) AS part (options)
     WHERE p.oid >= 16384
     UNION ALL
    SELECT 't', t.oid, t.tmplnamespace, t.tmplname, part.options, NULL, NULL
      FROM pg_catalog.pg_ts_template AS t
     CROSS JOIN LATERAL (SELECT pg_catalog.array_agg(part.keyword || ' = ' || f.name)
                           FROM (VALUES ('INIT', t.tmplinit), ('LEXIZE', t.tmpllexize)) AS part (keyword, oid)
                           JOIN function_name AS f ON f.oid = part.oid) AS part (options)
     WHERE t.oid >= 16384
     UNION ALL
    SELECT 'd', d.oid, d.dictnamespace, d.dictname,
           ARRAY['TEMPLATE = ' || CASE WHEN pg_catalog.pg_ts_template_is_visible(t.oid) THEN pg_catalog.quote_ident(t.tmplname)
                                       ELSE pg_catalog.format('%I.%I', n.nspname, t.tmplname) END],
           d.dictinitoption,
           NULL
      FROM pg_catalog.pg_ts_dict AS d
      JOIN pg_catalog.pg_ts_template AS t ON t.oid = d.dicttemplate
      JOIN pg_catalog.pg_namespace AS n ON n.oid = t.tmplnamespace
     WHERE d.oid >= 16384
     UNION ALL
    SELECT 'c', c.oid, c.cfgnamespace, c.cfgname,
           ARRAY['PARSER = ' || CASE WHEN pg_catalog.pg_ts_parser_is_visible(p.oid) THEN pg_catalog.quote_ident(p.prsname)
                                     ELSE pg_catalog.format('%I.%I', n.nspname, p.prsname) END],
           NULL,
           (SELECT pg_catalog.array_agg((SELECT pg_catalog.quote_ident(token.alias)
                                           FROM pg_catalog.ts_token_type(c.cfgparser) AS token
                                          WHERE token.tokid = one.maptokentype) || ' WITH ' || one.dictionaries
                                        ORDER BY one.maptokentype)
              FROM (SELECT m.maptokentype,
                           pg_catalog.string_agg(m.mapdict::pg_catalog.regdictionary::pg_catalog.text, ', '
                                                 ORDER BY m.mapseqno) AS dictionaries
                      FROM pg_catalog.pg_ts_config_map AS m
                     WHERE m.mapcfg = c.oid
                     GROUP BY m.maptokentype) AS one)
      FROM pg_catalog.pg_ts_config AS c
      JOIN pg_catalog.pg_ts_parser AS p ON p.oid = c.cfgparser
      JOIN pg_catalog.pg_namespace AS n ON n.oid = p.prsnamespace
     WHERE c.oid >= 16384
)
SELECT found.kind, found.oid, n.nspname, found.name, found.options, found.initial, found.mappings
  FROM found
  JOIN pg_catalog.pg_namespace AS n ON n.oid = found.namespace
 WHERE n.nspname !~ '^pg_temp_'
 ORDER BY found.kind, n.nspname COLLATE pg_catalog."C", found.name COLLATE pg_catalog."C";
