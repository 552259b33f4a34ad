-- This database's subscriptions without their connection strings, which may be secret. Columns that only newer versions have
-- are read through jsonb, which takes a superuser, as the connection string does. The letter t of "streaming" was a boolean before 16.
SELECT s.oid,
       s.subname,
       s.subslotname,
       s.subenabled,
       s.subpublications,
       s.subsynccommit,
       (columns.of ->> 'subbinary')::pg_catalog.bool,
       pg_catalog.left(columns.of ->> 'substream', 1),
       columns.of ->> 'subtwophasestate',
       (columns.of ->> 'subdisableonerr')::pg_catalog.bool,
       columns.of ->> 'suborigin',
       (columns.of ->> 'subpasswordrequired')::pg_catalog.bool,
       (columns.of ->> 'subrunasowner')::pg_catalog.bool,
       (columns.of ->> 'subfailover')::pg_catalog.bool
  FROM pg_catalog.pg_subscription AS s
 CROSS JOIN LATERAL (SELECT pg_catalog.to_jsonb(s) - 'subconninfo') AS columns (of)
 WHERE s.subdbid = (SELECT oid FROM pg_catalog.pg_database WHERE datname = pg_catalog.current_database())
 ORDER BY s.subname COLLATE pg_catalog."C";
