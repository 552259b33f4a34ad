-- Names and definitions with bytes beyond ASCII, as the bytes that are stored, each after the bytes of what PostgreSQL calls its object. It
-- is read where the server could not send a definition in the client's encoding.
WITH stored AS (
    SELECT 'pg_catalog.pg_class'::pg_catalog.regclass AS catalog, oid, 0 AS part, relname::pg_catalog.text AS text FROM pg_catalog.pg_class
    UNION ALL SELECT 'pg_catalog.pg_class'::pg_catalog.regclass, attrelid, attnum, attname::pg_catalog.text
      FROM pg_catalog.pg_attribute WHERE attnum > 0 AND NOT attisdropped
    UNION ALL SELECT 'pg_catalog.pg_namespace'::pg_catalog.regclass, oid, 0, nspname::pg_catalog.text FROM pg_catalog.pg_namespace
    UNION ALL SELECT 'pg_catalog.pg_proc'::pg_catalog.regclass, oid, 0, pg_catalog.concat(proname, proargnames, prosrc)
      FROM pg_catalog.pg_proc
    UNION ALL SELECT 'pg_catalog.pg_type'::pg_catalog.regclass, oid, 0, typname::pg_catalog.text
      FROM pg_catalog.pg_type WHERE typtype <> 'c' AND typelem = 0
    UNION ALL SELECT 'pg_catalog.pg_type'::pg_catalog.regclass, enumtypid, 0, enumlabel::pg_catalog.text FROM pg_catalog.pg_enum
    UNION ALL SELECT 'pg_catalog.pg_constraint'::pg_catalog.regclass, oid, 0,
           pg_catalog.concat(conname, pg_catalog.pg_get_constraintdef(oid))
      FROM pg_catalog.pg_constraint WHERE oid >= 16384
    UNION ALL SELECT 'pg_catalog.pg_attrdef'::pg_catalog.regclass, oid, 0, pg_catalog.pg_get_expr(adbin, adrelid) FROM pg_catalog.pg_attrdef
    UNION ALL SELECT 'pg_catalog.pg_rewrite'::pg_catalog.regclass, oid, 0, pg_catalog.pg_get_ruledef(oid)
      FROM pg_catalog.pg_rewrite WHERE oid >= 16384
    UNION ALL SELECT 'pg_catalog.pg_class'::pg_catalog.regclass, indexrelid, 0, pg_catalog.pg_get_indexdef(indexrelid)
      FROM pg_catalog.pg_index WHERE indexrelid >= 16384
    UNION ALL SELECT 'pg_catalog.pg_trigger'::pg_catalog.regclass, oid, 0, pg_catalog.pg_get_triggerdef(oid)
      FROM pg_catalog.pg_trigger WHERE NOT tgisinternal
    UNION ALL SELECT 'pg_catalog.pg_policy'::pg_catalog.regclass, oid, 0,
           pg_catalog.concat(polname, pg_catalog.pg_get_expr(polqual, polrelid), pg_catalog.pg_get_expr(polwithcheck, polrelid))
      FROM pg_catalog.pg_policy
    UNION ALL SELECT classoid, objoid, objsubid, description FROM pg_catalog.pg_description
)
SELECT pg_catalog.convert_to(pg_catalog.pg_describe_object(catalog, oid, part), pg_catalog.getdatabaseencoding()),
       pg_catalog.convert_to(text, pg_catalog.getdatabaseencoding())
  FROM stored
 WHERE oid >= 16384
   AND pg_catalog.encode(pg_catalog.convert_to(text, pg_catalog.getdatabaseencoding()), 'escape') ~ '\\[0-9]'
 ORDER BY catalog, oid, part;
