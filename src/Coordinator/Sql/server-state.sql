-- The state of a server and of this database that may delay a migration or that a migration may disturb: settings, the age of the oldest
-- transaction ids, transactions that have been open for an hour, prepared transactions, event triggers, conversions, plpgsql. Rows that the
-- role may not see are left out.
SELECT pg_catalog.current_setting('wal_level'),
       pg_catalog.current_setting('hot_standby_feedback') = 'on',
       (SELECT s.setting::pg_catalog.int8 FROM pg_catalog.pg_settings AS s WHERE s.name = 'max_standby_streaming_delay'),
       (SELECT s.setting::pg_catalog.int8 FROM pg_catalog.pg_settings AS s WHERE s.name = 'temp_file_limit'),
       (SELECT s.setting FROM pg_catalog.pg_settings AS s WHERE s.name = 'data_directory'),
       pg_catalog.age(db.datfrozenxid),
       pg_catalog.mxid_age(db.datminmxid),
       ARRAY(SELECT 'backend ' || a.pid::pg_catalog.text || ' of ' || coalesce(a.usename, '?') || ' (' || coalesce(a.state, '?')
             || '), open since '
                    || pg_catalog.date_trunc('second', a.xact_start)::pg_catalog.text
               FROM pg_catalog.pg_stat_activity AS a
              WHERE a.datname = db.datname
                AND a.backend_type = 'client backend'
                AND a.pid <> pg_catalog.pg_backend_pid()
                AND a.xact_start < pg_catalog.now() - '1 hour'::pg_catalog.interval
              ORDER BY a.xact_start),
       ARRAY(SELECT p.gid FROM pg_catalog.pg_prepared_xacts AS p WHERE p.database = db.datname ORDER BY p.prepared),
       ARRAY(SELECT e.evtname::pg_catalog.text FROM pg_catalog.pg_event_trigger AS e WHERE e.evtenabled IN ('O', 'A') ORDER BY e.evtname),
       ARRAY(SELECT e.evtevent::pg_catalog.text FROM pg_catalog.pg_event_trigger AS e WHERE e.evtenabled IN ('O', 'A') ORDER BY e.evtname),
       ARRAY(SELECT e.evtfoid::pg_catalog.regproc::pg_catalog.text FROM pg_catalog.pg_event_trigger AS e
             WHERE e.evtenabled IN ('O', 'A') ORDER BY e.evtname),
       ARRAY(SELECT DISTINCT pg_catalog.pg_encoding_to_char(c.conforencoding)::pg_catalog.text
               FROM pg_catalog.pg_conversion AS c
              WHERE c.contoencoding = db.encoding AND c.condefault
              ORDER BY 1),
       EXISTS (SELECT FROM pg_catalog.pg_language AS l WHERE l.lanname = 'plpgsql' AND pg_catalog.has_language_privilege(l.oid, 'USAGE')),
       (SELECT s.name FROM pg_catalog.pg_settings AS s
        WHERE s.name IN ('max_active_replication_origins', 'max_replication_slots') ORDER BY 1 LIMIT 1),
       (SELECT s.setting::pg_catalog.int4 FROM pg_catalog.pg_settings AS s
        WHERE s.name IN ('max_active_replication_origins', 'max_replication_slots') ORDER BY s.name LIMIT 1),
       (SELECT s.setting::pg_catalog.int4 FROM pg_catalog.pg_settings AS s WHERE s.name = 'max_logical_replication_workers'),
       (SELECT pg_catalog.count(*)::pg_catalog.int4 FROM pg_catalog.pg_replication_origin)
  FROM pg_catalog.pg_database AS db
 WHERE db.datname = pg_catalog.current_database()
