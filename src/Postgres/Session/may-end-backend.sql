-- A condition on s, a row of pg_stat_activity: pg_terminate_backend does not fail for this role. That function throws where it refuses, and
-- the whole statement would fail with it. It asks for the privileges of the session's role or of pg_signal_backend, which a membership
-- without INHERIT does not give, and for a superuser where the session is one's.
(SELECT own.rolsuper OR NOT r.rolsuper AND (pg_catalog.pg_has_role(r.oid, 'USAGE') OR pg_catalog.pg_has_role('pg_signal_backend', 'USAGE'))
 FROM pg_catalog.pg_roles r, pg_catalog.pg_roles own
 WHERE r.oid = s.usesysid AND own.rolname = current_user)
