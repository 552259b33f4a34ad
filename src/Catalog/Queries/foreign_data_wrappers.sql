-- Foreign-data wrappers that no extension brought.
SELECT w.oid, w.fdwname, handler_schema.nspname, handler.proname, validator_schema.nspname, validator.proname, w.fdwoptions
  FROM pg_catalog.pg_foreign_data_wrapper AS w
  LEFT JOIN pg_catalog.pg_proc AS handler ON handler.oid = w.fdwhandler
  LEFT JOIN pg_catalog.pg_namespace AS handler_schema ON handler_schema.oid = handler.pronamespace
  LEFT JOIN pg_catalog.pg_proc AS validator ON validator.oid = w.fdwvalidator
  LEFT JOIN pg_catalog.pg_namespace AS validator_schema ON validator_schema.oid = validator.pronamespace
 WHERE w.oid >= 16384
 ORDER BY w.fdwname COLLATE pg_catalog."C";
