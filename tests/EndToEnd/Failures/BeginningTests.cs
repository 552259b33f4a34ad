using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Failures;

/// <summary>Sessions that fail in the moments in which the migration is recorded: the run goes on.</summary>
public sealed class BeginningTests
{
    [Fact]
    public async Task A_commit_of_the_plan_whose_answer_is_lost_is_found_to_have_been_made()
    {
        const string waiting = "application_name LIKE 'actormigrate control%' AND wait_event = 'SyncRep'";
        await using var server = await TestServer.StartOwnAsync();
        await using var scene = await Scene.SetAsync(targetServer: TestServer.Of(server));
        await scene.Gate.OpenAsync();
        // Commits are made, and their answers wait for a standby that there is not.
        await scene.Target.ExecuteAsync("ALTER SYSTEM SET synchronous_standby_names = 'nobody'");
        await scene.Target.ExecuteAsync("SELECT pg_reload_conf()");
        var run = Cli.RunAsync(
            ["migrate", "--source", scene.Source.Uri, "--target", scene.Target.Uri, .. Scene.Partitioned], Scene.QuickRetry, default);
        await Eventually.TrueAsync(
            () => scene.Target.ScalarAsync<bool>($"SELECT EXISTS (SELECT FROM pg_stat_activity WHERE {waiting})"), "nothing is recorded");

        await scene.Target.ExecuteAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {waiting}");
        await scene.Target.ExecuteAsync("ALTER SYSTEM RESET synchronous_standby_names");
        await scene.Target.ExecuteAsync("SELECT pg_reload_conf()");

        var ended = await run;
        Assert.True(ended.ExitCode == 0, ended.Printed);
        await scene.ShouldBeExactAsync();
    }

    [Theory]
    [InlineData("snapshot", "INSERT")]
    [InlineData("node", "UPDATE OF joined_at")]
    public async Task A_write_right_after_the_plan_that_fails_for_a_transient_reason_is_made_again(string table, string write)
    {
        await using var scene = await Scene.SetAsync();
        await scene.Gate.OpenAsync();
        await scene.Target.ExecuteAsync($"""
            CREATE SEQUENCE once;
            CREATE FUNCTION fail_once() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF nextval('public.once') = 1 THEN RAISE EXCEPTION 'come again' USING ERRCODE = '40001'; END IF;
                RETURN NEW;
            END $$;
            CREATE FUNCTION prepare() RETURNS event_trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF EXISTS (SELECT FROM pg_event_trigger_ddl_commands() WHERE object_identity = 'actormigrate.{table}') THEN
                    CREATE TRIGGER fail BEFORE {write} ON actormigrate.{table} FOR EACH ROW EXECUTE FUNCTION public.fail_once();
                END IF;
            END $$;
            CREATE EVENT TRIGGER prepare ON ddl_command_end WHEN tag IN ('CREATE TABLE') EXECUTE FUNCTION prepare();
            """);

        var ended = await Cli.RunAsync(
            ["migrate", "--source", scene.Source.Uri, "--target", scene.Target.Uri, .. Scene.Partitioned], Scene.QuickRetry, default);

        Assert.True(ended.ExitCode == 0, ended.Printed);
        Assert.True(await scene.Target.ScalarAsync<long>("SELECT nextval('public.once')") > 2, "nothing has failed");
        await scene.ShouldBeExactAsync();
    }
}
