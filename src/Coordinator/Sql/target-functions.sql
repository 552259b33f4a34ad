-- The functions that users wrote in a target that has enabled event triggers, and the event triggers that each of them is called by. The
-- objects that a function writes are named in its text alone.
SELECT p.proname::pg_catalog.text,
       pg_catalog.pg_get_functiondef(p.oid),
       ARRAY(SELECT e.evtname::pg_catalog.text
               FROM pg_catalog.pg_event_trigger AS e
              WHERE e.evtfoid = p.oid AND e.evtenabled IN ('O', 'A')
              ORDER BY e.evtname)
  FROM pg_catalog.pg_proc AS p
  JOIN pg_catalog.pg_language AS l ON l.oid = p.prolang
  JOIN pg_catalog.pg_namespace AS n ON n.oid = p.pronamespace
 WHERE p.prokind IN ('f', 'p')
   AND l.lanname NOT IN ('internal', 'c')
   AND n.nspname NOT IN ('pg_catalog', 'information_schema')
   AND EXISTS (SELECT FROM pg_catalog.pg_event_trigger AS e WHERE e.evtenabled IN ('O', 'A'))
 ORDER BY n.nspname, p.proname, p.oid
