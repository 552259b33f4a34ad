using ActorMigrate.Control.Migrations;
using ActorMigrate.Migration.Phases;

namespace ActorMigrate.Control.Tests;

public class LedgerLookTests
{
    [Fact]
    public async Task A_look_sees_crashes_tasks_that_nothing_can_bring_to_an_end_and_objects_that_end_the_run()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await ledger.AddAsync(LedgerFixture.Copy(1), LedgerFixture.Copy(2, Phase.TransferData));
        await ledger.OpenPhaseAsync(Phase.TransferData);
        var seen = await ledger.LookAsync(Phase.TransferData);
        Assert.Equal(new LedgerLook(Phase.TransferData, HasCrashed: false, IsOutstanding: true, IsStuck: false, Fatal: null), seen);

        await ledger.ScalarAsync<int>("UPDATE actormigrate.task SET state = 'blocked', unmet = 1 RETURNING 1");
        Assert.True((await ledger.LookAsync(Phase.TransferData)).IsStuck);
        await ledger.ScalarAsync<int>("UPDATE actormigrate.task SET state = 'running' WHERE id = 2 RETURNING 1");
        Assert.False((await ledger.LookAsync(Phase.TransferData)).IsStuck);

        await ledger.ScalarAsync<int>(
            "UPDATE actormigrate.task SET state = 'failed', lane = 'schema', kind = 'view', name = 'v', error = 'no' "
                + "WHERE id = 1 RETURNING 1");
        Assert.Null((await ledger.LookAsync(Phase.TransferData)).Fatal);
        Assert.Equal("view v: no", (await ledger.LookAsync(Phase.TransferData, objectsEndRun: true)).Fatal!.Message);

        await ledger.ScalarAsync<int>("DELETE FROM actormigrate.crash_witness RETURNING 1");
        Assert.True((await ledger.LookAsync(Phase.TransferData)).HasCrashed);
        await Assert.ThrowsAsync<CoordinatorReplacedException>(
            () => new MigrationLedger(ledger.Session, ledger.Id, ledger.Coordinator, 2).LookAsync(Phase.TransferData, false, default));
    }
}
