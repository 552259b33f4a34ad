using ActorMigrate.Host.Progress;
using ActorMigrate.Migration;

namespace ActorMigrate.EndToEnd.Tests.Schema;

/// <summary>Objects that hold secrets: they arrive, and the secrets are in no row of the ledger, no finding and no event.</summary>
public sealed class SecretObjectTests
{
    private const string Secret = "hunter2'\\x";
    private const string Written = "hunter2";

    [Fact]
    public async Task Subscriptions_and_user_mappings_arrive_and_their_passwords_are_written_nowhere()
    {
        await using var pair = await Pair.OfAsync($"""
            DO $do$ BEGIN CREATE ROLE am_reader; EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $do$;
            CREATE EXTENSION postgres_fdw;
            CREATE SERVER "other Server" FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'h');
            CREATE FOREIGN DATA WRAPPER of_keys OPTIONS ("Api Key" 'a', api_key 'hunter2'); COMMENT ON FOREIGN DATA WRAPPER of_keys IS 'w';
            CREATE SERVER of_tokens FOREIGN DATA WRAPPER of_keys OPTIONS (host 'h', "Auth Token" {Quoted(Secret)}); COMMENT ON SERVER of_tokens IS 's'; GRANT USAGE ON FOREIGN SERVER of_tokens TO am_reader;
            CREATE USER MAPPING FOR PUBLIC SERVER "other Server" OPTIONS (user 'u', password {Quoted(Secret)});
            CREATE USER MAPPING FOR am_reader SERVER "other Server";
            CREATE SUBSCRIPTION "Sub" CONNECTION 'host=nowhere password=hunter2 dbname=x' PUBLICATION "p 1", p2
                WITH (connect = false, slot_name = 'kept', binary = true, streaming = true, synchronous_commit = 'on', disable_on_error = true);
            ALTER SUBSCRIPTION "Sub" OWNER TO postgres; COMMENT ON SUBSCRIPTION "Sub" IS 's';
            CREATE TABLE t (id int); INSERT INTO t VALUES (1);
            """);
        await using var ending = new Subscriptions(pair.Source, pair.Target);
        var heard = new Heard();
        var summary = await pair.MigrateExactlyButForFindingsAsync(Migrating.Defaults with { KeepControl = true }, heard);
        Assert.Contains(summary.Findings, finding => finding.Object == "subscription Sub" && finding.Message.Contains("uses slot kept"));
        await pair.Source.ExecuteAsync("ALTER SUBSCRIPTION \"Sub\" SET (slot_name = NONE)");
        Assert.Equal(await pair.Source.PgDumpAsync("--schema-only"),
            await pair.Target.PgDumpAsync("--schema-only", "--exclude-schema=actormigrate"));
        Assert.Equal($"user=u,password={Secret}",
            await pair.Target.ScalarAsync<string>("SELECT array_to_string(umoptions, ',') FROM pg_user_mappings WHERE umuser = 0"));
        Assert.DoesNotContain(Written, await pair.Target.PgDumpAsync("--data-only", "--schema=actormigrate"));
        Assert.DoesNotContain(Written, string.Join('\n', summary.Findings) + string.Join('\n', heard.Events));
    }

    [Fact]
    public async Task A_subscriptions_options_arrive_in_a_newer_version()
    {
        await using var pair = await Pair.OfAsync("""
            CREATE SUBSCRIPTION plain CONNECTION 'dbname=x' PUBLICATION p WITH (connect = false, slot_name = NONE);
            CREATE SUBSCRIPTION rich CONNECTION 'dbname=x' PUBLICATION p WITH (
                connect = false, slot_name = NONE, streaming = parallel, two_phase = true, origin = none, run_as_owner = true, password_required = false);
            """, 18, 17);
        await using var ending = new Subscriptions(pair.Source, pair.Target);
        const string options = """
            SELECT string_agg(concat_ws(' ', subname, subenabled, subbinary, substream, subtwophasestate, subdisableonerr, subpasswordrequired, subrunasowner, subfailover, suborigin), E'\n' ORDER BY subname)
              FROM pg_subscription WHERE subdbid = (SELECT oid FROM pg_database WHERE datname = current_database())
            """;
        await pair.MigrateExactlyButForFindingsAsync();
        Assert.Equal(await pair.Source.ScalarAsync<string>(options), await pair.Target.ScalarAsync<string>(options));
    }

    [Fact]
    public async Task A_statement_with_a_secret_that_fails_is_reported_without_it()
    {
        await using var pair =
            await Pair.OfAsync(
                "CREATE TABLE t (id int); CREATE SUBSCRIPTION s CONNECTION 'password=hunter2' PUBLICATION p WITH "
                    + "(connect = false, slot_name = NONE)");
        await using var sooner = new Subscriptions(pair.Source, pair.Target);
        // A connection string that libpq does not take gets into the catalog in no other way.
        await pair.Source.ExecuteAsync("UPDATE pg_subscription SET subconninfo = 'hunter2 is no connection string' WHERE subname = 's'");
        var heard = new Heard();
        var summary = await pair.MigrateAsync(Migrating.Defaults with { KeepControl = true }, heard);
        Assert.Equal(Outcome.FinishedWithFailures, summary.Outcome);
        Assert.Contains(summary.Findings, finding => finding is { Object: "subscription s", SqlState: "42601" }
            && finding.Message.Contains("holds a secret"));
        Assert.DoesNotContain(Written, await pair.Target.PgDumpAsync("--data-only", "--schema=actormigrate"));
        Assert.DoesNotContain(Written, string.Join('\n', summary.Findings) + string.Join('\n', heard.Events));
    }

    private static string Quoted(string text) => "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";

    private sealed class Heard : IProgressSink
    {
        private readonly Lock gate = new();

        public List<string> Events { get; } = [];

        public void Report(ProgressEvent progress)
        {
            lock (gate)
                Events.Add(progress.ToString());
        }
    }
}
