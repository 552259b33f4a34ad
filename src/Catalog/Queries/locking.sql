-- The objects for which PostgreSQL locks relations when it deparses them, by the query that reads them: functions (for bodies in SQL),
-- rules and views. Thousands of them in one statement would fill the lock table of a server with default settings, so that they are read
-- some at a time.
SELECT p.oid, 'functions.sql'
  FROM pg_catalog.pg_proc AS p
 WHERE p.oid >= 16384
   AND p.prokind <> 'a'
 UNION ALL
SELECT r.oid, 'rules.sql'
  FROM pg_catalog.pg_rewrite AS r
 WHERE r.oid >= 16384
   AND (r.rulename <> '_RETURN' OR r.ev_type <> '1')
 UNION ALL
SELECT c.oid, 'views.sql'
  FROM pg_catalog.pg_class AS c
 WHERE c.oid >= 16384
   AND c.relkind IN ('v', 'm')
 ORDER BY 2, 1;
