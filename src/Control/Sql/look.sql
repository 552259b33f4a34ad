-- All that the coordinator asks while it waits for the tasks of phase $4, in one round trip and of one moment; no row where $2 does
-- not coordinate in term $3. Asked at every sign of change, so it must not cost more the more tasks there are: the order keeps each part
-- to the first entry of an index. A phase waits in vain for tasks of which none runs and none may begin; as one statement,
-- a completion under way shows either the task that runs or what it has released. $5 says whether an object that failed ends the run.
SELECT seen.phase_number, seen.has_crashed, seen.is_outstanding,
       seen.is_outstanding AND NOT seen.is_running AND NOT EXISTS (
           SELECT FROM actormigrate.task WHERE migration = $1 AND state = 'ready' AND opens_at <= $4),
       fatal.sqlstate, fatal.message, fatal.remedy
FROM (
    SELECT m.phase_number,
           NOT EXISTS (SELECT FROM actormigrate.crash_witness WHERE migration = $1) AS has_crashed,
           (SELECT count(*) FROM (
                SELECT FROM actormigrate.task
                WHERE migration = $1 AND awaited_in <= $4 AND state IN ('blocked', 'ready', 'running') ORDER BY awaited_in LIMIT 1) AS first
           ) > 0 AS is_outstanding,
           EXISTS (SELECT FROM actormigrate.task WHERE migration = $1 AND state = 'running') AS is_running
    FROM actormigrate.migration m
    WHERE m.id = $1 AND m.coordinator = $2 AND m.term = $3
) AS seen
LEFT JOIN LATERAL (
    SELECT * FROM (
        (SELECT 1 AS place, f.sqlstate, f.object || ': ' || f.message AS message, f.remedy
         FROM actormigrate.finding f
         WHERE f.migration = $1 AND f.kind = 'fatal' ORDER BY f.id LIMIT 1)
        UNION ALL
        (SELECT 2, t.sqlstate, t.kind || ' ' || t.name || ': ' || t.error, t.remedy
         FROM actormigrate.task t
         WHERE $5 AND t.migration = $1 AND t.state = 'failed' AND t.lane IN ('schema', 'finish') ORDER BY t.finished_at, t.id LIMIT 1)
    ) AS causes
    ORDER BY place LIMIT 1
) AS fatal ON true;
