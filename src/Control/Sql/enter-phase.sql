-- Enters a phase and leaves the one before, in the coordinator's term, if all tasks are settled that phases up to $6 wait for. The
-- transaction that enters the phase checks that itself: work commits asynchronously, so that a crash of the server may lose a task's end
-- that an earlier query saw. This commit is synchronous, so that all ends that it saw are on disk with it. The query for unsettled tasks is
-- ordered, so that it reads one entry of their index however many there are.
WITH leads AS MATERIALIZED (
    SELECT m.id FROM actormigrate.migration m WHERE m.id = $1 AND m.coordinator = $2 AND m.term = $3 FOR NO KEY UPDATE
), unsettled AS MATERIALIZED (
    SELECT t.id FROM actormigrate.task t
    WHERE t.migration = $1 AND t.awaited_in <= $6 AND t.state IN ('blocked', 'ready', 'running') ORDER BY t.awaited_in LIMIT 1
), entered AS (
    UPDATE actormigrate.migration m SET phase = $4, phase_number = $5
    FROM leads WHERE m.id = leads.id AND NOT EXISTS (SELECT FROM unsettled)
    RETURNING m.id
), left_before AS (
    UPDATE actormigrate.phase p SET left_at = clock_timestamp()
    FROM entered WHERE p.migration = entered.id AND p.left_at IS NULL AND p.number <> $5
), noted AS (
    INSERT INTO actormigrate.phase (migration, number, name) SELECT id, $5, $4 FROM entered
    ON CONFLICT (migration, number) DO UPDATE
    SET entered_at = clock_timestamp(), left_at = NULL, spent = phase.spent + coalesce(phase.left_at - phase.entered_at, '0')
    WHERE phase.left_at IS NOT NULL
)
SELECT EXISTS (SELECT FROM entered), set_config('synchronous_commit', 'on', true) FROM leads
