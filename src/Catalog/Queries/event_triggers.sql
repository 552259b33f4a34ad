-- Event triggers, which fire for DDL: they are made after all of it.
SELECT e.oid, e.evtname, e.evtevent::pg_catalog.text, e.evttags, n.nspname, p.proname, e.evtenabled::pg_catalog.text
  FROM pg_catalog.pg_event_trigger AS e
  JOIN pg_catalog.pg_proc AS p ON p.oid = e.evtfoid
  JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace
 WHERE e.oid >= 16384
 ORDER BY e.evtname COLLATE pg_catalog."C";
