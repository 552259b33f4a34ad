using ActorMigrate.Migration;

namespace ActorMigrate.Control.Tests;

public sealed class DetailLedgerTests
{
    [Fact]
    public async Task Details_follow_the_tasks_of_a_table_and_another_migration_has_none()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        var node = new NodeId(Guid.NewGuid());
        await ledger.WritePlanAsync(
            withCopies: true, LedgerFixture.Copy(1) with { Relation = 1 }, LedgerFixture.Copy(2) with { Relation = 1 });
        await using var session = await ledger.OpenAsync();

        Assert.Equal(("waiting", "x.t1"), await StateAsync());
        await ledger.CompleteOneAsync(node, TaskLane.Copy);
        Assert.Equal(("copying", "x.t1"), await StateAsync());
        await ledger.CompleteOneAsync(node, TaskLane.Copy);
        Assert.Equal(("done", "x.t1"), await StateAsync());
        var tasks = await DetailLedger.TasksAsync(session, ledger.Id.Value, 1, default);
        Assert.Equal([("task 1", "done", 1), ("task 2", "done", 1)], tasks.Select(task => (task.Name, task.State, task.Attempt)));
        await ledger.ScalarAsync<object>("UPDATE actormigrate.attempt SET outcome = 'lost', finished_at = clock_timestamp() WHERE task = 2");
        Assert.Equal("task 2", Assert.Single(await DetailLedger.TroublesAsync(session, ledger.Id.Value, default)).Name);
        Assert.Equal(new DetailTotals(1, 0, 0), await DetailLedger.TotalsAsync(session, ledger.Id.Value, default));

        Assert.Empty(await DetailLedger.TablesAsync(session, Guid.NewGuid(), default));
        Assert.Equal(new DetailTotals(0, 0, 0), await DetailLedger.TotalsAsync(session, Guid.NewGuid(), default));

        async Task<(string State, string? Target)> StateAsync()
        {
            var table = Assert.Single(await DetailLedger.TablesAsync(session, ledger.Id.Value, default));
            return (table.State, table.Target);
        }
    }
}
