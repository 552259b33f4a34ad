using ActorMigrate.EndToEnd.Tests.Refusals;
using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Snapshot;

/// <summary>Tables for which the source's lock table has no room.</summary>
public sealed class UnlockedTableTests(SmallLockTable small) : IClassFixture<SmallLockTable>
{
    [Fact]
    public async Task More_tables_than_the_sources_lock_table_holds_are_checked_where_they_are_not_locked()
    {
        await using var source = await TestDatabase.CreateAsync(small.Server);
        await MakeAsync(source, 1000, "CREATE TABLE t%1$s AS SELECT %1$s AS id");
        await source.ExecuteAsync("CREATE TABLE zz (id int); INSERT INTO zz SELECT generate_series(1, 10000); ANALYZE zz");
        await using var target = await TestDatabase.CreateAsync();
        var run = await Cli.MigrateAsync(source, target);
        Assert.True(run.ExitCode == 0, run.Printed);
        Assert.Contains("room for the 225 largest of the 1001 in-scope tables. The other 776 are not locked: public.t", run.Printed,
            StringComparison.Ordinal);
        Assert.Contains("max_locks_per_transaction on the source from 10 to 45", run.Printed, StringComparison.Ordinal);
        Assert.Equal(1001,
            await target.ScalarAsync<long>("SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"));
        Assert.Equal(10000, await target.ScalarAsync<long>("SELECT count(*) FROM zz"));
    }

    [Theory]
    [InlineData("TRUNCATE t999", "public.t999: truncated, rewritten or altered")]
    [InlineData("ALTER TABLE t999 DROP v, ADD v int DEFAULT 7", "public.t999: truncated, rewritten or altered")]
    [InlineData("ALTER TABLE t999 RENAME id TO x; ALTER TABLE t999 RENAME v TO id; ALTER TABLE t999 RENAME x TO v",
        "public.t999: truncated, rewritten or altered")]
    [InlineData("DROP TABLE t999; CREATE TABLE t999 (id int, v int)", "public.t999: truncated, rewritten or altered")]
    [InlineData("DROP TABLE t999", "The snapshot has a table public.t999, and the source has none of that name now")]
    public async Task A_table_without_a_lock_that_changes_before_it_is_read_fails_by_name(string change, string said)
    {
        await using var source = await TestDatabase.CreateAsync(small.Server);
        await MakeAsync(source, 300, "CREATE TABLE t%1$s AS SELECT %1$s AS id, 1 AS v");
        await source.ExecuteAsync("CREATE TABLE t999 AS SELECT 1 AS id, 2 AS v");
        await using var target = await TestDatabase.CreateAsync();
        await using var gate = await Gate.CloseAsync(target);
        var run = Migrating.RunAsync(source, target, progress: gate);
        await gate.Reached;
        await source.ExecuteAsync(change);
        await gate.OpenAsync();
        var summary = await run;
        var failed = Assert.Single(summary.Tables, table => !table.Success);
        Assert.Equal("t999", failed.Source.Name);
        Assert.Contains(said, failed.Error, StringComparison.Ordinal);
    }

    private static Task MakeAsync(TestDatabase database, int count, string statement) => database.ExecuteAsync(
        $"DO $$ BEGIN FOR i IN 1..{count} LOOP EXECUTE format('{statement}', i); IF i % 20 = 0 THEN COMMIT; END IF; END LOOP; END $$");
}
