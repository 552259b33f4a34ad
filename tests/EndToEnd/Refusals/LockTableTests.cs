using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Refusals;

public sealed class LockTableTests
{
    [Fact]
    public async Task A_source_whose_lock_table_has_no_room_for_all_tables_is_refused_with_the_setting_to_raise()
    {
        await using var server = await TestServer.StartOwnAsync(settings: new Dictionary<string, string>
        {
            ["max_locks_per_transaction"] = "10", ["max_connections"] = "25", ["autovacuum"] = "off",
        });
        await using var source = (await TestDatabase.CreateAsync(TestServer.Of(server))).Noted();
        await using var target = (await TestDatabase.CreateAsync()).Noted();
        // Each table that is made takes locks, too, until its transaction ends.
        for (var first = 1; first <= 240; first += 40)
            await source.ExecuteAsync($"DO $$ BEGIN FOR i IN {first}..{first + 39} LOOP EXECUTE format('CREATE TABLE t%s (id int)', i); END LOOP; END $$");

        var run = await Cli.MigrateAsync(source, target, "--slots", "1", "--index-slots", "1");

        run.ShouldRefuse(2, "lock table", "max_locks_per_transaction");
    }
}
