-- Procedural languages that no extension brought.
SELECT l.oid,
       l.lanname,
       l.lanpltrusted,
       handler_schema.nspname,
       handler.proname,
       inline_schema.nspname,
       inline.proname,
       validator_schema.nspname,
       validator.proname
  FROM pg_catalog.pg_language AS l
  LEFT JOIN pg_catalog.pg_proc AS handler ON handler.oid = l.lanplcallfoid
  LEFT JOIN pg_catalog.pg_namespace AS handler_schema ON handler_schema.oid = handler.pronamespace
  LEFT JOIN pg_catalog.pg_proc AS inline ON inline.oid = l.laninline
  LEFT JOIN pg_catalog.pg_namespace AS inline_schema ON inline_schema.oid = inline.pronamespace
  LEFT JOIN pg_catalog.pg_proc AS validator ON validator.oid = l.lanvalidator
  LEFT JOIN pg_catalog.pg_namespace AS validator_schema ON validator_schema.oid = validator.pronamespace
 WHERE l.oid >= 16384
 ORDER BY l.lanname COLLATE pg_catalog."C";
