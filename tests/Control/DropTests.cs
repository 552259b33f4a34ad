using ActorMigrate.Migration;
using ActorMigrate.TestServers;
using Npgsql;

namespace ActorMigrate.Control.Tests;

public sealed class DropTests
{
    [Fact]
    public async Task A_look_that_has_begun_ends_before_the_ledger_is_dropped_and_neither_waits_for_the_other()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await using var looking = await ledger.OpenAsync();
        await using var dropping = await ledger.OpenAsync();
        await using (var look = await looking.BeginTransactionAsync())
        {
            await ExecuteAsync(looking, "SELECT FROM actormigrate.migration");
            var drop = ControlSchema.DropAsync(dropping, ledger.Id, default);
            await Eventually.TrueAsync(
                async () =>
                {
                    Assert.False(drop.IsCompleted);
                    return await ledger.ScalarAsync<bool>(
                        "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND relation = 'actormigrate.migration'::regclass)");
                },
                "the drop does not wait for the look");

            foreach (var table in new[] { "task", "relation", "phase", "node", "attempt", "snapshot", "directive", "task_need", "finding",
                "lease" })
                await ExecuteAsync(looking, $"SELECT FROM actormigrate.{table}");
            await look.CommitAsync();
            await drop;
        }

        Assert.False(await ledger.ScalarAsync<bool>("SELECT to_regnamespace('actormigrate') IS NOT NULL"));
    }

    [Fact]
    public async Task The_ledger_of_another_migration_stays()
    {
        await using var ledger = await LedgerFixture.CreateAsync();
        await using var dropping = await ledger.OpenAsync();

        await ControlSchema.DropAsync(dropping, new MigrationId(Guid.NewGuid()), default);

        Assert.Equal(ledger.Id.Value, await ledger.ScalarAsync<Guid>("SELECT id FROM actormigrate.migration"));
        await ControlSchema.DropAsync(dropping, ledger.Id, default);
        await ControlSchema.DropAsync(dropping, ledger.Id, default);
        Assert.False(await ledger.ScalarAsync<bool>("SELECT to_regnamespace('actormigrate') IS NOT NULL"));
    }

    private static async Task ExecuteAsync(NpgsqlConnection open, string sql)
    {
        await using var command = new NpgsqlCommand(sql, open);
        await command.ExecuteNonQueryAsync();
    }
}
