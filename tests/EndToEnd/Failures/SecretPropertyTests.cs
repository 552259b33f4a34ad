using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Failures;

/// <summary>Random secrets, in every place in which a user or the source keeps one, through runs that succeed and that fail: none is
/// printed, logged, reported, written to the ledger, or seen by others in a command line or in <c>pg_stat_activity</c>.</summary>
public sealed class SecretPropertyTests : IDisposable
{
    private const string Hard = """'"\ @:/%?#&=$!+;,{}|""";

    // Records the queries that others can see while a statement with a secret runs; a hostile platform may put them into its message, too.
    private const string Watching = """
        CREATE TABLE watched (query text, is_own bool); CREATE FUNCTION watch() RETURNS event_trigger LANGUAGE plpgsql AS $f$ BEGIN
            INSERT INTO public.watched SELECT query, false FROM pg_stat_activity WHERE datname = current_database(); INSERT INTO public.watched SELECT current_query(), true;
            IF {0} THEN RAISE EXCEPTION '% %', current_query(), current_setting('actormigrate.secret', true); END IF; END $f$;
        CREATE EVENT TRIGGER watching ON ddl_command_end WHEN TAG IN ('CREATE SERVER', 'CREATE USER MAPPING', 'CREATE SUBSCRIPTION') EXECUTE FUNCTION watch();
        """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("actormigrate-secrets-");
    private readonly List<string> cores = [];

    public void Dispose() => folder.Delete(recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task No_secret_is_seen_anywhere(int seed)
    {
        var random = new Random(seed);
        var fails = seed % 2 == 0;
        var server = await TestServer.GetAsync();
        var (from, to) = ($"from_{Guid.NewGuid():N}"[..20], $"to_{Guid.NewGuid():N}"[..20]);
        var (fromPassword, toPassword) = (Secret(random), Secret(random));
        await using var source = (await TestDatabase.CreateAsync(server)).Noted();
        await using var target = (await TestDatabase.CreateAsync(server)).Noted();
        await server.ExecuteAsync(
            $"CREATE ROLE {from} LOGIN SUPERUSER PASSWORD {Quoted(fromPassword)}; CREATE ROLE {to} LOGIN SUPERUSER "
                + $"PASSWORD {Quoted(toPassword)}");
        var subscription = $"sub_{source.Name}";
        try
        {
            await source.ExecuteAsync(Objects(random, subscription));
            await target.ExecuteAsync(Watching.Replace("{0}", fails ? "true" : "false", StringComparison.Ordinal));
            var environment = new Dictionary<string, string>();
            var run = await RunAsync(
                [Address(source, from, fromPassword, seed % 3, environment), Address(target, to, toPassword, (seed + 1) % 3, environment)],
                environment, random, target);
            Assert.True(run.ExitCode == (fails ? 3 : 0), run.Printed);
            if (!fails)
                Assert.Equal(4, await target.ScalarAsync<long>(
                    "SELECT count(*) FROM watched WHERE is_own AND query LIKE 'DO LANGUAGE plpgsql%actormigrate.secret%'"));
        }
        finally
        {
            foreach (var database in new[] { source, target })
                await database.ExecuteAsync(
                    $"DO $$ BEGIN IF EXISTS (SELECT FROM pg_subscription WHERE subname = '{subscription}' AND subdbid = (SELECT oid FROM "
                        + $"pg_database WHERE datname = current_database())) THEN ALTER SUBSCRIPTION {subscription} SET "
                        + "(slot_name = NONE); END IF; END $$");
            foreach (var database in new[] { source, target })
                await database.ExecuteAsync($"DROP SUBSCRIPTION IF EXISTS {subscription}; DROP OWNED BY {from}, {to} CASCADE");
            await server.ExecuteAsync($"DROP ROLE {from}, {to}");
        }
    }

    private string Objects(Random random, string subscription) => $"""
        CREATE TABLE t (id int PRIMARY KEY); INSERT INTO t SELECT generate_series(1, 100);
        CREATE EXTENSION postgres_fdw; CREATE SERVER there FOREIGN DATA WRAPPER postgres_fdw OPTIONS (host 'h'); CREATE USER MAPPING FOR PUBLIC SERVER there OPTIONS (user 'u', password {Quoted(Secret(random))});
        CREATE FOREIGN DATA WRAPPER of_tokens; CREATE SERVER tokens FOREIGN DATA WRAPPER of_tokens OPTIONS (host 'h', api_token {Quoted(Secret(random))}); CREATE USER MAPPING FOR CURRENT_USER SERVER tokens OPTIONS (password {Quoted(Secret(random))});
        CREATE SUBSCRIPTION {subscription} CONNECTION {Quoted($"host=nowhere password={InLibpq(Secret(random))}")} PUBLICATION p WITH (connect = false, slot_name = NONE);
        """;

    private async Task<CommandRun> RunAsync(string[] addresses, Dictionary<string, string> environment, Random random, TestDatabase target)
    {
        // Bound, and nobody listens.
        using var nobody = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        nobody.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        var port = ((IPEndPoint)nobody.LocalEndPoint!).Port.ToString(CultureInfo.InvariantCulture);
        environment["ACTORMIGRATE_WEBHOOK_URL"] = $"http://127.0.0.1:{port}/hook?key={Uri.EscapeDataString(Secret(random))}";
        environment["ACTORMIGRATE_WEBHOOK_SECRET"] = Secret(random);
        environment["ACTORMIGRATE_SLACK_URL"] = $"http://127.0.0.1:{port}/services/{Uri.EscapeDataString(Secret(random))}";
        environment["ACTORMIGRATE_MAIL_PASSWORD"] = Secret(random);
        environment["ACTORMIGRATE_SOURCE"] = addresses[0];
        environment["ACTORMIGRATE_TARGET"] = addresses[1];
        var report = Path.Combine(folder.FullName, "report.json");
        string[] arguments =
        [
            "migrate", "--keep-control", "--log-level", "debug", "--log-format", random.Next(2) == 0 ? "json" : "text", "--json",
            "--report", report,
            "--mail-server", $"127.0.0.1:{port}", "--mail-tls", "none", "--mail-from", "a@example.com", "--mail-to", "b@example.com",
            "--mail-user", "u",
        ];
        await using var process = CliProcess.Start(arguments, environment);
        var seen = new StringBuilder();
        while (!process.HasExited)
        {
            seen.Append(process.CommandLines());
            await Task.Delay(50);
        }

        var run = await process.EndAsync();
        var watched =
            await target.ScalarAsync<string>(
                "SELECT string_agg(query, E'\\n') FROM (SELECT query FROM watched UNION ALL SELECT query FROM pg_stat_activity WHERE pid "
                    + "<> pg_backend_pid()) AS seen");
        ShouldHoldNone(
            ("standard output", run.Out), ("standard error", run.Error), ("report", await File.ReadAllTextAsync(report)),
            ("command lines", seen.ToString()), ("activity", watched ?? ""),
            ("ledger", await target.PgDumpAsync("--data-only", "--schema=actormigrate")));
        return run;
    }

    // The part of a secret that is the same in every form of quoting is looked for.
    private void ShouldHoldNone(params (string Where, string Text)[] places)
    {
        Assert.All(places.Where(place => place.Where is "standard output" or "report" or "ledger" or "command lines"), place =>
            Assert.NotEmpty(place.Text));
        Assert.All(places, place => Assert.DoesNotContain(cores, core => place.Text.Contains(core, StringComparison.Ordinal)));
    }

    private string Secret(Random random)
    {
        const string letters = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
        var core = new string(random.GetItems<char>(letters, 14));
        cores.Add(core);
        return new string(random.GetItems<char>(Hard, 2)) + core + new string(random.GetItems<char>(Hard, 2)) + "z";
    }

    private string Address(TestDatabase database, string role, string password, int form, Dictionary<string, string> environment)
    {
        var uri = new UriBuilder(database.Uri) { UserName = role, Password = "" }.Uri;
        if (form == 0)
            return uri.ToString().Replace($"{role}@", $"{role}:{Uri.EscapeDataString(password)}@", StringComparison.Ordinal);
        var pairs = $"host={uri.Host} port={uri.Port} dbname={database.Name} user={role}";
        if (form == 1)
            return $"{pairs} password={InLibpq(password)}";
        var file = Path.Combine(folder.FullName, "pgpass");
        File.AppendAllText(
            file, $"*:*:{database.Name}:"
                + $"{role}:{password.Replace("\\", "\\\\", StringComparison.Ordinal).Replace(":", "\\:", StringComparison.Ordinal)}\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        environment["PGPASSFILE"] = file;
        return pairs;
    }

    private static string InLibpq(string text) =>
        "'" + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal) + "'";

    private static string Quoted(string text) => (text.Contains('\\', StringComparison.Ordinal) ? "E'" : "'")
        + text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal) + "'";
}
