-- Rules among $1 (oid[]) as PostgreSQL deparses them (as for triggers, the pretty form leaves out a visible schema); a view's own query is
-- not one.
SELECT r.oid,
       r.ev_class,
       r.rulename,
       pg_catalog.pg_get_ruledef(r.oid, pg_catalog.current_setting('search_path') <> 'pg_catalog'),
       r.ev_enabled::pg_catalog.text
  FROM pg_catalog.pg_rewrite AS r
 WHERE r.oid >= 16384
   -- A table's rule for INSERT may go by the name that views' queries have.
   AND (r.rulename <> '_RETURN' OR r.ev_type <> '1')
   AND r.oid = ANY ($1)
 ORDER BY r.ev_class, r.rulename COLLATE pg_catalog."C";
