using ActorMigrate.TestServers;
using Npgsql;

namespace ActorMigrate.EndToEnd.Tests.Refusals;

public sealed class LockedDefinitionTests
{
    [LongFact]
    public async Task A_definition_that_somebody_alters_all_the_while_is_waited_for_a_minute_and_then_they_are_named()
    {
        await using var source = (await TestDatabase.CreateAsync()).Noted();
        await using var target = (await TestDatabase.CreateAsync()).Noted();
        await source.ExecuteAsync("CREATE TABLE t (id int PRIMARY KEY); CREATE VIEW v AS SELECT id FROM t");
        await using var other = await source.OpenAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await using (var alter = new NpgsqlCommand("ALTER VIEW v RENAME TO w", other))
            await alter.ExecuteNonQueryAsync();

        var run = await Cli.MigrateAsync(source, target);

        run.ShouldRefuse(2, "not granted in time", $"backend {other.ProcessID}", "public.", "pg_terminate_backend");
    }
}
