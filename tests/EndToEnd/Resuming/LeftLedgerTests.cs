using ActorMigrate.TestServers;
using Npgsql;

namespace ActorMigrate.EndToEnd.Tests.Resuming;

/// <summary>A process that is killed when its migration has succeeded, before it has removed the ledger.</summary>
public sealed class LeftLedgerTests
{
    private const int Key = 4711;

    [Fact]
    public async Task Every_command_says_that_the_migration_has_succeeded_and_cleanup_removes_the_ledger()
    {
        await using var source = (await TestDatabase.CreateAsync()).Noted();
        await using var target = (await TestDatabase.CreateAsync()).Noted();
        await source.ExecuteAsync("CREATE TABLE t AS SELECT g AS a FROM generate_series(1, 1000) g");
        string[] both = ["--source", source.Uri, "--target", target.Uri];
        await KillAfterSuccessAsync(target, both);

        var status = await Cli.RunAsync("status", "--target", target.Uri);
        Assert.Contains("ended: Succeeded", status.Out, StringComparison.Ordinal);
        Assert.Contains("actormigrate cleanup", status.Out, StringComparison.Ordinal);
        foreach (var command in new[] { "resume", "migrate --resume" })
        {
            var nothing = await Cli.RunAsync([.. command.Split(' '), .. both]);
            Assert.True(nothing.ExitCode == 0, nothing.Printed);
            Assert.Contains("has succeeded", nothing.Out, StringComparison.Ordinal);
            Assert.Contains("actormigrate cleanup", nothing.Out, StringComparison.Ordinal);
        }

        var again = await Cli.RunAsync(["migrate", .. both]);
        again.ShouldRefuse(2, "which has succeeded", "actormigrate cleanup");
        Assert.DoesNotContain("actormigrate resume", again.Printed, StringComparison.Ordinal);
        await ShouldNotVouchForAnotherSourceAsync(target);
        var gone = await Cli.RunAsync("resume", "--source", "postgresql://nobody@127.0.0.1:1/none", "--target", target.Uri);
        Assert.True(gone.ExitCode == 0, gone.Printed);

        var removed = await Cli.RunAsync("cleanup", "--target", target.Uri, "--yes");
        Assert.True(removed.ExitCode == 0, removed.Printed);
        Assert.Equal(1000, await target.ScalarAsync<long>("SELECT count(*) FROM t"));
        Assert.False(await target.ScalarAsync<bool>("SELECT to_regnamespace('actormigrate') IS NOT NULL"));
    }

    private static async Task ShouldNotVouchForAnotherSourceAsync(TestDatabase target)
    {
        await using var other = (await TestDatabase.CreateAsync()).Noted();
        (await Cli.RunAsync("migrate", "--resume", "--source", other.Uri, "--target", target.Uri)).ShouldRefuse(2, "identity");
    }

    /// <summary>Kills a migration that waits for the ledger's removal, which the test's own session keeps back.</summary>
    private static async Task KillAfterSuccessAsync(TestDatabase target, string[] both)
    {
        await target.ExecuteAsync($"""
            CREATE FUNCTION public.kept() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_advisory_xact_lock({Key}); END $$;
            CREATE EVENT TRIGGER kept ON ddl_command_start WHEN tag IN ('DROP SCHEMA') EXECUTE FUNCTION public.kept();
            ALTER EVENT TRIGGER kept ENABLE ALWAYS;
            """);
        await using var keeping = await target.OpenAsync();
        await using (var keep = new NpgsqlCommand($"SELECT pg_advisory_lock({Key})", keeping))
            await keep.ExecuteNonQueryAsync();
        await using var process = CliProcess.Start(["migrate", .. both]);
        await Eventually.TrueAsync(
            () => target.ScalarAsync<bool>(
                $"SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND objid = {Key} AND NOT granted)"),
            "the migration does not succeed");
        await process.SignalAsync("KILL");
        await process.EndAsync();
    }
}
