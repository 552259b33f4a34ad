-- Makes of a migration that has just begun one of 40,000 tables in 200,000 tasks, of which half are done, on ten nodes: a ledger of the size
-- that the page has to bear.
UPDATE actormigrate.migration
SET phase = 'TransferData', phase_number = 5, copies_planned = true, source = 'old.example.com:5432/shop (15.12)',
    target = 'new.example.com:5432/shop (18.1)', started_at = clock_timestamp() - interval '40 min';

INSERT INTO actormigrate.node (
    id, migration, name, host, pid, tool_version, copy_slots, index_slots, source_connections, target_connections, member, member_at)
SELECT CASE n WHEN 1 THEN m.coordinator ELSE gen_random_uuid() END, m.id, 'db' || n, 'db' || n || '.example.com', 4000 + n, 'test', 4, 2,
       20, 20, 'up', clock_timestamp()
FROM actormigrate.migration m, generate_series(1, 10) n;

INSERT INTO actormigrate.relation (
    id, migration, source_schema, source_name, target_schema, target_name, estimated_rows, estimated_bytes, format, format_reason)
SELECT g, m.id, 'schema_' || g % 40, 'table_' || g, 'schema_' || g % 40, 'table_' || g, g * 37 % 500000, g::bigint * 7919 % 900000000,
       'binary', 'safe'
FROM actormigrate.migration m, generate_series(1, 40000) g;

INSERT INTO actormigrate.task (
    id, migration, lane, kind, name, relation, opens_at, awaited_in, payload, estimated_rows, estimated_bytes, together, state, node,
    attempt, rows, bytes, claimed_at, finished_at, sqlstate, error)
SELECT g * 5 + k, m.id, (ARRAY['schema', 'copy', 'finish', 'finish', 'compare'])[k + 1],
       (ARRAY['create-table', 'copy-table', 'primary-key', 'index', 'count-rows'])[k + 1], 'schema_' || g % 40 || '.table_' || g, g, 3, 9,
       '{}', g * 37 % 500000, g::bigint * 7919 % 900000000, true, s.state, CASE WHEN s.state IN ('done', 'running', 'failed') THEN n.id END,
       CASE WHEN s.state IN ('done', 'running', 'failed') THEN 1 ELSE 0 END,
       CASE WHEN k = 1 AND s.state = 'done' THEN g * 37 % 500000 ELSE 0 END,
       CASE WHEN k = 1 AND s.state = 'done' THEN g::bigint * 7919 % 900000000 ELSE 0 END, clock_timestamp(), clock_timestamp(),
       CASE s.state WHEN 'failed' THEN '23505' END, CASE s.state WHEN 'failed' THEN 'could not create unique index' END
FROM actormigrate.migration m
CROSS JOIN generate_series(1, 40000) g
CROSS JOIN generate_series(0, 4) k
JOIN actormigrate.node n ON n.name = 'db' || g % 10 + 1
CROSS JOIN LATERAL (
    SELECT CASE WHEN k = 3 AND g <= 20000 AND g % 1000 = 0 THEN 'failed'
                WHEN k = 0 OR g <= 20000 THEN 'done'
                WHEN k = 1 AND g <= 20040 THEN 'running'
                WHEN k = 1 THEN 'ready'
                ELSE 'blocked' END AS state
) s;

INSERT INTO actormigrate.attempt (task, attempt, node, started_at, finished_at, outcome, rows, bytes, sqlstate, error)
SELECT id, 1, node, clock_timestamp() - interval '10 min', CASE WHEN state <> 'running' THEN clock_timestamp() END,
       CASE WHEN state <> 'running' THEN state END, rows, bytes, sqlstate, error
FROM actormigrate.task WHERE attempt = 1;

ANALYZE;
