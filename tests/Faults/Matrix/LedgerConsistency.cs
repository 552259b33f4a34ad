using ActorMigrate.TestServers;

namespace ActorMigrate.Faults.Tests.Matrix;

/// <summary>The invariants of every ledger that a run leaves behind, whatever ended the run.</summary>
internal static class LedgerConsistency
{
    private const string Contradictions = """
        WITH met AS (
            SELECT t.*, CASE WHEN cardinality(t.needs_data) > 0 AND NOT m.copies_planned THEN 1 ELSE 0 END
                        + (SELECT count(*) FROM actormigrate.task_need n JOIN actormigrate.task needed ON needed.id = n.needs AND needed.state <> 'done'
                           WHERE n.task = t.id) AS open_needs
            FROM actormigrate.task t JOIN actormigrate.migration m ON m.id = t.migration
        ), tried AS (
            SELECT t.id, count(a.*) AS attempts, coalesce(max(a.attempt), 0) AS last,
                   count(*) FILTER (WHERE a.task IS NOT NULL AND a.finished_at IS NULL) AS open,
                   count(*) FILTER (WHERE a.finished_at IS NULL AND a.attempt <> t.attempt) AS open_before,
                   max(a.outcome) FILTER (WHERE a.attempt = t.attempt) AS outcome
            FROM actormigrate.task t LEFT JOIN actormigrate.attempt a ON a.task = t.id
            GROUP BY t.id
        )
        SELECT string_agg(what, E'\n') FROM (
            SELECT id || ' ' || kind || ' ' || name || ' is ' || state || ' and waits for ' || unmet || ', of which ' || open_needs || ' are open' AS what
            FROM met WHERE state IN ('blocked', 'ready') AND (unmet <> open_needs OR (state = 'ready') <> (unmet = 0))
            UNION ALL
            SELECT id || ' ' || kind || ' ' || name || ' is ' || state || ' before what it needs' FROM met
            WHERE lane IN ('schema', 'copy') AND state IN ('running', 'done') AND open_needs > 0
            UNION ALL
            SELECT id || ' ' || kind || ' ' || name || ' is ' || state || ' and has ' || coalesce('node ' || node, 'no node') FROM met
            WHERE (state = 'running' AND node IS NULL) OR (state NOT IN ('running', 'done') AND node IS NOT NULL)
            UNION ALL
            SELECT t.id || ' ' || t.kind || ' ' || t.name || ' is ' || t.state || ' by attempt ' || t.attempt || ' of ' || r.attempts
                   || ' (' || coalesce(r.outcome, 'without an end') || '), ' || r.open || ' of them open'
            FROM actormigrate.task t JOIN tried r USING (id)
            WHERE r.attempts <> t.attempt OR r.last <> t.attempt OR r.open_before > 0
               OR (t.state <> 'running' AND r.open > 0) OR (t.state = 'done' AND r.outcome IS DISTINCT FROM 'done')
            UNION ALL
            SELECT 'attempts ' || string_agg(a.attempt::text, ' and ') || ' of ' || t.name || ' are both done'
            FROM actormigrate.attempt a JOIN actormigrate.task t ON t.id = a.task
            WHERE a.outcome = 'done' AND t.lane = 'schema' GROUP BY t.id HAVING count(*) > 1
            UNION ALL
            SELECT 'the coordinator is no node' FROM actormigrate.migration m
            WHERE NOT EXISTS (SELECT FROM actormigrate.node n WHERE n.id = m.coordinator)
        ) found
        """;

    // An unlogged table that a crash has emptied is noticed by the next who coordinates.
    private const string Copied = """
        SELECT string_agg(format('SELECT %L, %s, count(*) FROM %I.%I', source_name, rows, target_schema, target_name), ' UNION ALL ' ORDER BY id)
        FROM (SELECT r.*, coalesce((SELECT sum(t.rows) FROM actormigrate.task t WHERE t.relation = r.id AND t.lane = 'copy'), 0) AS rows
              FROM actormigrate.relation r
              WHERE to_regclass(format('%I.%I', target_schema, target_name)) IS NOT NULL) made
        WHERE EXISTS (SELECT FROM actormigrate.crash_witness)
        """;

    /// <summary>Whether there is a ledger to look at.</summary>
    public static Task<bool> HasLedgerAsync(TestDatabase target) =>
        target.ScalarAsync<bool>("SELECT to_regclass('actormigrate.migration') IS NOT NULL");

    /// <summary>No row of the ledger contradicts another, and each table holds just the rows that
    /// the ledger says were copied into it.</summary>
    public static async Task ShouldHoldAsync(TestDatabase target)
    {
        Assert.Null(await target.ScalarAsync<string>(Contradictions));
        if (await target.ScalarAsync<string>(Copied) is not { } counts)
            return;
        Assert.Null(await target.ScalarAsync<string>(
            $"SELECT string_agg(name || ' holds ' || there || ' rows, and the ledger says ' || copied, E'\\n') FROM ({counts}) t (name, "
                + "copied, there) WHERE there <> copied"));
    }
}
