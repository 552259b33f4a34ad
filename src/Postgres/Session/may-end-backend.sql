-- A condition on s, a row of pg_stat_activity: pg_terminate_backend does not fail for this role. The function raises an error where it
-- refuses, so that the whole statement would fail. It demands the privileges of the backend's role or of pg_signal_backend, which a
-- membership without INHERIT does not give. Only a superuser may end a superuser's backend.
(SELECT own.rolsuper OR NOT r.rolsuper AND (pg_catalog.pg_has_role(r.oid, 'USAGE') OR pg_catalog.pg_has_role('pg_signal_backend', 'USAGE'))
 FROM pg_catalog.pg_roles r, pg_catalog.pg_roles own
 WHERE r.oid = s.usesysid AND own.rolname = current_user)
