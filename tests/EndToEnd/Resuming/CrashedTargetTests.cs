using ActorMigrate.Postgres.LocalServers;
using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Resuming;

/// <summary>Crashes of the target's server in the middle of a migration, with tables that a crash empties.</summary>
public sealed class CrashedTargetTests(QuietSource quiet) : IClassFixture<QuietSource>
{
    private static readonly string[] Flags = ["--use-unlogged-tables", "--copy-slots", "2", "--max-rate", "2 MB"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Unlogged_tables_that_were_in_are_copied_again(bool resumed)
    {
        await using var server = await TestServer.StartOwnAsync();
        await using var source = await SourceAsync();
        await using var target = (await TestDatabase.CreateAsync(TestServer.Of(server))).Noted();
        await using var process = CliProcess.Start(
            ["migrate", "--source", source.Uri, "--target", target.Uri, .. Flags],
            new Dictionary<string, string>(Scene.QuickRetry) { ["ACTORMIGRATE_MAX_ATTEMPTS"] = "50" });
        await Eventually.TrueAsync(async () => await CopiedAsync(target), "the small tables are not in");
        // Copies commit asynchronously: a crash right after one may lose it together with its row of the ledger.
        await target.ExecuteAsync("SELECT pg_logical_emit_message(true, 'test', 'flushes what was committed before')");
        if (resumed)
            await process.SignalAsync("KILL");

        await server.RestartAsync(StopMode.Immediate);
        var run = await process.EndAsync();
        if (resumed)
            run = await Cli.RunAsync(["resume", "--source", source.Uri, "--target", target.Uri], Scene.QuickRetry, default);

        Assert.True(run.ExitCode == 0, run.Printed);
        Assert.Contains("were copied again", run.Out, StringComparison.Ordinal);
        foreach (var table in new[] { "large", "small", "loose" })
            Assert.Equal(await Scene.ContentAsync(source, table), await Scene.ContentAsync(target, table));
        Assert.Equal("large p, loose u, small p", await target.ScalarAsync<string>(
            "SELECT string_agg(relname || ' ' || relpersistence::text, ', ' ORDER BY relname) FROM pg_class WHERE relkind = 'r' AND "
                + "relnamespace = 'public'::regnamespace"));
        Assert.Equal(1L, await target.ScalarAsync<long>("SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal"));
    }

    private async Task<TestDatabase> SourceAsync()
    {
        var source = (await TestDatabase.CreateAsync(quiet.Server)).Noted();
        await source.ExecuteAsync("""
            CREATE TABLE large (id bigint PRIMARY KEY, filler text NOT NULL);
            INSERT INTO large SELECT g, repeat(md5(g::text), 8) FROM generate_series(1, 60000) g;
            CREATE TABLE small (id int PRIMARY KEY, name text);
            INSERT INTO small SELECT g, 'name ' || g FROM generate_series(1, 1000) g;
            CREATE UNLOGGED TABLE loose (id int PRIMARY KEY, v int);
            INSERT INTO loose SELECT g, g FROM generate_series(1, 500) g;
            CREATE FUNCTION twice() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.v := NEW.v * 2; RETURN NEW; END $$;
            CREATE TRIGGER doubled BEFORE INSERT ON loose FOR EACH ROW EXECUTE FUNCTION twice();
            ANALYZE;
            """);
        return source;
    }

    private static async Task<bool> CopiedAsync(TestDatabase target) =>
        await target.ScalarAsync<bool>("SELECT to_regclass('actormigrate.task') IS NOT NULL")
        && await target.ScalarAsync<bool>("""
            SELECT count(*) FILTER (WHERE state = 'done' AND name IN ('public.small', 'public.loose')) = 2
                   AND count(*) FILTER (WHERE state = 'running' AND name LIKE '%large%') > 0
            FROM actormigrate.task WHERE lane = 'copy'
            """);
}
