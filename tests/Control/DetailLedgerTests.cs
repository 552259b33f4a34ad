using ActorMigrate.Control.Status;
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
        var claimed = await ledger.ClaimOneAsync(node);
        await ledger.ScalarAsync<object>($"UPDATE actormigrate.task SET rows = 5, bytes = 50 WHERE id = {claimed.Id}");
        Assert.Equal([new CopyDetail(claimed.Id, 1, 5, 50)], (await DetailLedger.TotalsAsync(session, ledger.Id.Value, default)).Copies);
        await ledger.CompleteAsync(node, (await ledger.AttemptsOf(node).BeginAsync(claimed.Id, default))!.Id, TaskResult.Nothing);
        Assert.Equal(("copying", "x.t1"), await StateAsync());
        await ledger.CompleteOneAsync(node, TaskLane.Copy);
        Assert.Equal(("done", "x.t1"), await StateAsync());
        var tasks = await DetailLedger.TasksAsync(session, ledger.Id.Value, 1, default);
        Assert.Equal([("task 1", "done", 1), ("task 2", "done", 1)], tasks.Select(task => (task.Name, task.State, task.Attempt)));
        await ledger.ScalarAsync<object>(
            "UPDATE actormigrate.attempt SET outcome = 'lost', finished_at = clock_timestamp() WHERE task = 2");
        Assert.Equal("task 2", Assert.Single(await DetailLedger.TroublesAsync(session, ledger.Id.Value, default)).Name);
        Assert.Equal(1, (await DetailLedger.TotalsAsync(session, ledger.Id.Value, default)).Unsuccessful);

        Assert.Empty(await DetailLedger.TablesAsync(session, Guid.NewGuid(), default));
        Assert.Equal(0, (await DetailLedger.TotalsAsync(session, Guid.NewGuid(), default)).Unsuccessful);

        async Task<(string State, string? Target)> StateAsync()
        {
            var table = Assert.Single(await DetailLedger.TablesAsync(session, ledger.Id.Value, default));
            return (table.State, table.Target);
        }
    }
}
