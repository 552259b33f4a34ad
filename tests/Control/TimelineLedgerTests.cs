using ActorMigrate.Control.Status;
using ActorMigrate.Migration;

namespace ActorMigrate.Control.Tests;

public class TimelineLedgerTests
{
    [Fact]
    public async Task The_timeline_of_very_many_attempts_is_bounded_and_counts_all_of_them()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        var node = new NodeId(Guid.NewGuid());
        await ledger.JoinAsync(node, "here");
        // 3,000 tasks of a second each, one after the other, the last ten of them longer; every fifth failed at first, at once.
        await ledger.Session.ExecuteAsync(
            """
            INSERT INTO actormigrate.task (id, migration, lane, kind, name, opens_at, awaited_in, payload, state)
            SELECT g, $1, 'copy', 'copy-table', 't' || g, 0, 0, '{}', 'done' FROM generate_series(1, 3000) AS g
            """, default, ledger.Id.Value);
        await ledger.Session.ExecuteAsync(
            """
            INSERT INTO actormigrate.attempt (task, attempt, node, started_at, finished_at, outcome, rows, bytes, sqlstate, error)
            SELECT g, 2, $2, m.started_at + g * interval '1 s', m.started_at + (g + CASE WHEN g > 2990 THEN 5 ELSE 1 END) * interval '1 s', 'done', 10, 100, NULL, NULL
            FROM actormigrate.migration m, generate_series(1, 3000) AS g WHERE m.id = $1
            UNION ALL
            SELECT g, 1, $2, m.started_at + g * interval '1 s', m.started_at + g * interval '1 s', 'failed', 0, 0, '40P01', repeat('x', 2000)
            FROM actormigrate.migration m, generate_series(1, 3000, 5) AS g WHERE m.id = $1
            """, default, ledger.Id.Value, node.Value);

        var timeline = (await ledger.Results.TimelineAsync(default))!;

        Assert.Equal((400, 600, 2600L), (timeline.Attempts.Count(attempt => attempt.Outcome != "done"),
            timeline.Attempts.Count(attempt => attempt.Outcome == "done"), timeline.AttemptsOmitted));
        Assert.Equal(Enumerable.Range(2991, 10)
            .Select(task => (long)task),
            timeline.Attempts.Where(attempt => attempt.End - attempt.Start > 4).Select(attempt => attempt.Task));
        Assert.Equal(Enumerable.Range(0, 400).Select(i => (5L * i) + 1), timeline.Attempts.Where(attempt => attempt.Outcome != "done")
            .Select(attempt => attempt.Task));
        Assert.All(timeline.Attempts.Where(attempt => attempt.Outcome != "done"), attempt =>
            Assert.Equal(("40P01", 500), (attempt.SqlState, attempt.Error!.Length)));
        Assert.Equal(3005, timeline.Seconds, 3);
        Assert.Equal(120, timeline.Samples.Count);
        Assert.InRange(timeline.Samples.Sum(sample => sample.Rows), 30_000 - 60, 30_000 + 60);
        Assert.InRange(timeline.Samples.Sum(sample => sample.Bytes), 300_000 - 60, 300_000 + 60);
        var lane = Assert.Single(timeline.Activity);
        Assert.Equal(("copy", 120), (lane.Lane, lane.Seconds.Count));
        Assert.Equal(3000 + (10 * 4), lane.Seconds.Sum(), 3);
        var listed = Assert.Single(timeline.Nodes);
        Assert.Equal(("here", 3600L, lane.Node), (listed.Name, listed.Attempts, listed.Number));
    }

    [Fact]
    public async Task An_attempt_of_a_node_that_is_gone_ended_with_it()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        var node = new NodeId(Guid.NewGuid());
        await ledger.JoinAsync(node, "gone");
        await ledger.WritePlanAsync(LedgerFixture.Copy(1));
        var claimed = await ledger.ClaimOneAsync(node);
        await ledger.AttemptsOf(node).BeginAsync(claimed.Id, default);
        Assert.Equal("running", Assert.Single((await ledger.Results.TimelineAsync(default))!.Attempts).Outcome);

        await ledger.EndAsync(node);

        var timeline = (await ledger.Results.TimelineAsync(default))!;
        var (lost, listed) = (Assert.Single(timeline.Attempts), Assert.Single(timeline.Nodes));
        Assert.Equal(("lost", listed.Number), (lost.Outcome, lost.Node));
        Assert.Equal((true, listed.End), (listed.Removed, lost.End));
    }

    [Fact]
    public async Task A_migration_without_nodes_and_attempts_has_an_empty_timeline_and_an_unknown_one_has_none()
    {
        await using var ledger = await LedgerFixture.CreateAsync();

        var timeline = (await ledger.Results.TimelineAsync(default))!;

        Assert.Empty(timeline.Nodes);
        Assert.Empty(timeline.Attempts);
        Assert.Equal(0, timeline.AttemptsOmitted);
        Assert.Null(await new ResultLedger(ledger.Session, new MigrationId(Guid.NewGuid())).TimelineAsync(default));
    }
}
