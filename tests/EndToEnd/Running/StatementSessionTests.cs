using ActorMigrate.Migration;

namespace ActorMigrate.EndToEnd.Tests.Running;

public sealed class StatementSessionTests
{
    [Fact]
    public async Task Statements_of_many_tables_share_a_few_sessions()
    {
        await using var pair = await Pair.OfAsync("""
            DO $$ BEGIN
                FOR i IN 1 .. 100 LOOP EXECUTE format('CREATE TABLE t%s (id int PRIMARY KEY)', i); END LOOP;
            END $$
            """);
        var summary = await pair.MigrateAsync(Migrating.Defaults with { KeepControl = true });
        Assert.Equal(Outcome.Succeeded, summary.Outcome);
        var (statements, sessions) = (
            await pair.Target.ScalarAsync<long>("SELECT count(*) FROM actormigrate.task WHERE lane IN ('schema', 'finish')"),
            await pair.Target.ScalarAsync<long>(
                "SELECT count(DISTINCT target_pid) FROM actormigrate.attempt a JOIN actormigrate.task t ON t.id = a.task WHERE "
                    + "lane IN ('schema', 'finish')"));
        Assert.True(statements >= 300, $"{statements} statements");
        Assert.InRange(sessions, 1, statements / 10);
    }
}
