using ActorMigrate.Postgres.LocalServers;
using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Refusals;

/// <summary>A server whose lock table is small for what is in it.</summary>
public sealed class SmallLockTable : IAsyncLifetime
{
    private LocalServer server = null!;

    internal TestServer Server { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        server = await TestServer.StartOwnAsync(
            settings: new Dictionary<string, string> { ["max_locks_per_transaction"] = "10", ["max_connections"] = "30" });
        Server = TestServer.Of(server);
    }

    public async Task DisposeAsync() => await server.DisposeAsync();
}

public sealed class LockTableTests(SmallLockTable small) : IClassFixture<SmallLockTable>
{
    [Theory]
    [InlineData("--drop-existing-tables", "room to drop 60", "from 10 to 24")]
    [InlineData("--truncate-existing-tables", "room to truncate 60", "from 10 to 14")]
    public async Task More_existing_tables_than_the_targets_lock_table_holds(string order, string said, string remedy)
    {
        await using var source = await TestDatabase.CreateAsync();
        await MakeAsync(source, 60, "CREATE TABLE t%s (id int PRIMARY KEY)");
        await using var target = await TestDatabase.CreateAsync(small.Server);
        await MakeAsync(target, 60, "CREATE TABLE t%s (id int PRIMARY KEY)");
        var noted = await Untouched.NoteAsync(target);
        var run = await Cli.MigrateAsync(source, target, order);
        run.ShouldRefuse(2, said, "public.t1", remedy);
        await noted.ShouldHoldAsync();
    }

    [Fact]
    public async Task Views_rules_and_functions_in_any_number_are_read_with_a_lock_table_that_could_not_hold_them()
    {
        await using var source = await TestDatabase.CreateAsync(small.Server);
        await source.ExecuteAsync("CREATE TABLE t (id int)");
        await MakeAsync(source, 1500, "CREATE VIEW v%1$s AS SELECT id, %1$s AS n FROM t");
        await MakeAsync(source, 600, "CREATE RULE r AS ON INSERT TO v%1$s DO INSTEAD INSERT INTO t SELECT id FROM v%1$s");
        await MakeAsync(source, 600, "CREATE FUNCTION f%1$s() RETURNS bigint LANGUAGE sql RETURN (SELECT sum(n) FROM v%1$s)");
        // At once they cannot be deparsed there. The block gives the locks back before it answers; a statement that fails answers first.
        await source.ExecuteAsync("""
            DO $$ BEGIN
                BEGIN
                    PERFORM count(pg_get_viewdef(oid)) FROM pg_class WHERE relkind = 'v' AND oid >= 16384;
                EXCEPTION WHEN out_of_memory THEN
                    RETURN;
                END;
                RAISE EXCEPTION 'the lock table had room for all views';
            END $$
            """);

        var run = await Cli.RunAsync("schema", "--source", source.Noted().Uri);

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal((1500, 600, 600), (Count(run.Out, "CREATE VIEW"), Count(run.Out, "CREATE RULE"), Count(run.Out, "RETURNS bigint")));
    }

    private static int Count(string text, string words) => text.Split(words).Length - 1;

    private static Task MakeAsync(TestDatabase database, int count, string statement) => database.ExecuteAsync(
        $"DO $$ BEGIN FOR i IN 1..{count} LOOP EXECUTE format('{statement}', i); IF i % 20 = 0 THEN COMMIT; END IF; END LOOP; END $$");
}
