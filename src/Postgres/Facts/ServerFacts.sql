-- The facts about a server that a run needs before it touches anything. Columns that only newer versions have are read through jsonb;
-- settings are taken as the role gets them (reset_val), for this session has its own.
SELECT pg_catalog.current_setting('server_version_num')::int AS version_number,
       pg_catalog.current_setting('server_version') AS version,
       db.oid::bigint AS database_oid,
       db.datname::text AS database_name,
       pg_catalog.pg_encoding_to_char(db.encoding)::text AS encoding,
       db.datcollate::text AS collate,
       db.datctype::text AS ctype,
       coalesce(pg_catalog.to_jsonb(db) ->> 'datlocprovider', 'c') AS locale_provider,
       coalesce(pg_catalog.to_jsonb(db) ->> 'datlocale', pg_catalog.to_jsonb(db) ->> 'daticulocale') AS locale,
       pg_catalog.to_jsonb(db) ->> 'datcollversion' AS collation_version,
       current_user::text AS role,
       pg_catalog.current_setting('is_superuser') = 'on' AS is_superuser,
       pg_catalog.has_database_privilege(db.oid, 'CREATE') AS can_create_schemas,
       pg_catalog.pg_is_in_recovery() AS in_recovery,
       (SELECT reset_val FROM pg_catalog.pg_settings WHERE name = 'default_transaction_read_only') = 'on' AS read_only_by_default,
       pg_catalog.current_setting('max_connections')::int AS max_connections,
       pg_catalog.current_setting('superuser_reserved_connections')::int
           + coalesce(pg_catalog.current_setting('reserved_connections', true)::int, 0) AS reserved_connections,
       (SELECT pg_catalog.sum(numbackends)::int FROM pg_catalog.pg_stat_database) AS used_connections,
       (SELECT rolconnlimit FROM pg_catalog.pg_roles WHERE rolname = current_user) AS role_connection_limit,
       (SELECT pg_catalog.count(*)::int FROM pg_catalog.pg_stat_activity WHERE usename = current_user) AS role_connections,
       db.datconnlimit AS database_connection_limit,
       (SELECT numbackends FROM pg_catalog.pg_stat_database WHERE datid = db.oid) AS database_connections,
       pg_catalog.current_setting('max_locks_per_transaction')::bigint
           * (pg_catalog.current_setting('max_connections')::bigint
              + pg_catalog.current_setting('max_prepared_transactions')::bigint) AS lock_table_size,
       pg_catalog.current_setting('block_size')::int AS block_size,
       pg_catalog.hashtextextended('The same bytes have the same hash.' COLLATE pg_catalog."C", 1) AS hash_of_probe
FROM pg_catalog.pg_database AS db
WHERE db.datname = pg_catalog.current_database()
