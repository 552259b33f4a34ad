using System.Globalization;
using System.Text;
using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Objects;

/// <summary>Names that a generator puts together of what breaks statements, formats, shells, JSON, HTML and terminals, in every position
/// where a name can stand, those of databases and roles included. The number of a case decides its names.</summary>
public sealed class HostileNameTests
{
    private const int LongestName = 63;

    private static readonly string[] Pieces =
    [
        "\"", "\"\"", "'", "''", "\\", "\\'", "\\n", "$$", "$1", "$a$", "%", "%s", "%1$I", "%%", "{0}", "{", "}}", ":v", ":'v'", ":\"v\"",
        "::int", "--", "/*", "*/", ";", ",", ".", "..",
        "(", ")", "[", "]", "<b>", "</td><script>", "&amp;", "&#0;", "\\u0000", "U&'", "E'", "`", "|", "~", "@", "#", "?", "!", "*", "\n",
        "\r", "\t", "\u0001", "\u001b[31m", "\u007f", "\u0085",
        " ", "\u00a0", "\u200b", "\u200e", "\u200f", "\u202e", "\u2028", "\ufeff", "\ufffd", "e\u0301", "é", "ß", "İ", "日本", "😀", "select",
        "user", "null", "public", "PUBLIC", "Upper", "1", "_", "pg_", "ctid", "$user",
    ];

    [Theory]
    [InlineData(15, 1)]
    [InlineData(18, 2)]
    public Task Generated_names_arrive_in_every_position(int targetMajor, int number) => ArriveAsync(targetMajor, number);

    [LongTheory]
    [InlineData(15)]
    [InlineData(18)]
    public async Task Many_generated_names_arrive_in_every_position(int targetMajor)
    {
        for (var number = 100; number < 110; number++)
            await ArriveAsync(targetMajor, number);
    }

    private static async Task ArriveAsync(int targetMajor, int number)
    {
        var names = NamesOf(number, 4);
        var (sourceServer, targetServer) = (await TestServer.GetAsync(), await TestServer.GetAsync(targetMajor, TestSide.Target));
        var roles = names.Select(name => Unique(name)).ToList();
        try
        {
            await using var source = await TestDatabase.CreateAsync(sourceServer, Options(names[0]));
            await using var target = await TestDatabase.CreateAsync(targetServer, Options(names[1]));
            await Kind.MakeRolesAsync(source);
            await Kind.MakeRolesAsync(target);
            await Kind.MakeNamesAsync(source, names);
            foreach (var (i, role) in roles.Index())
                await source.ExecuteAsync(OfRole(role, roles[(i + 1) % roles.Count], names[i], i, source.Name));
            ShouldEndWell(
                await Cli.MigrateAsync(source, target, "--roles", "--database-settings", "--validate", "full", "--keep-control"), names);
            ShouldEndWell(await Cli.RunAsync("status", "--json", "--target", target.Uri), names);
            ShouldEndWell(await Cli.RunAsync("cleanup", "--yes", "--target", target.Uri), names);
            ShouldEndWell(await Cli.RunAsync("validate", "--source", source.Uri, "--target", target.Uri, "--validate", "full"), names);
            Assert.Equal(await Contents.OfAsync(source), await Contents.OfAsync(target));
            Assert.Equal(await source.ScalarAsync<string>(SettingsOf), await target.ScalarAsync<string>(SettingsOf));
            if (targetMajor == TestServer.DefaultMajor)
                Assert.Equal(await source.PgDumpAsync(), await target.PgDumpAsync());
        }
        finally
        {
            foreach (var server in new[] { sourceServer, targetServer }.Distinct())
                await server.ExecuteAsync(string.Concat(roles.Select(role => $"DROP ROLE IF EXISTS {Quote(role)};")));
        }
    }

    private const string SettingsOf = """
        SELECT string_agg(rolname || ' ' || setconfig::text || coalesce(shobj_description(setrole, 'pg_authid'), ''), ' ' ORDER BY rolname COLLATE "C") FROM pg_db_role_setting JOIN pg_roles AS r ON r.oid = setrole
         WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())
        """;

    private static string OfRole(string role, string other, string name, int number, string database) => $"""
        DO $do$ BEGIN CREATE ROLE {Quote(role)}; EXCEPTION WHEN duplicate_object THEN NULL; END $do$; DO $do$ BEGIN CREATE ROLE {Quote(other)}; EXCEPTION WHEN duplicate_object THEN NULL; END $do$;
        COMMENT ON ROLE {Quote(role)} IS {Literal(name)};
        CREATE SCHEMA IF NOT EXISTS {Quote("of_" + number)}; ALTER SCHEMA {Quote("of_" + number)} OWNER TO {Quote(role)};
        CREATE TABLE {Quote("of_" + number)}.t (id int, v text); INSERT INTO {Quote("of_" + number)}.t VALUES (1, {Literal(name)}); ALTER TABLE {Quote("of_" + number)}.t OWNER TO {Quote(role)};
        GRANT SELECT, INSERT (v) ON {Quote("of_" + number)}.t TO {Quote(other)} WITH GRANT OPTION;
        CREATE POLICY p ON {Quote("of_" + number)}.t TO {Quote(role)}, {Quote(other)} USING (v = {Literal(name)});
        ALTER DEFAULT PRIVILEGES FOR ROLE {Quote(role)} GRANT SELECT ON TABLES TO {Quote(other)};
        ALTER ROLE {Quote(role)} IN DATABASE {Quote(database)} SET "hostile.name" = {Literal(name)};
        """;

    private static void ShouldEndWell(CommandRun run, IEnumerable<string> names) =>
        Assert.True(run.ExitCode == 0, $"{string.Join(" | ", names.Select(Literal))}\n{run.Printed}");

    private static List<string> NamesOf(int number, int count)
    {
#pragma warning disable CA5394 // Nothing is kept secret by these numbers.
        var random = new Random(number);
        var names = new HashSet<string>();
        while (names.Count < count)
        {
            var longest = names.Count == 0 ? LongestName : random.Next(1, LongestName + 1);
            var name = "";
            for (var piece = ""; Encoding.UTF8.GetByteCount(name + piece) <= longest; piece = Pieces[random.Next(Pieces.Length)])
                name += piece;
            // A schema cannot be called like that.
            if (name.Length > 0 && !name.StartsWith("pg_", StringComparison.Ordinal) && name != "public")
                names.Add(name);
        }
#pragma warning restore CA5394

        return [.. names];
    }

    private static TestDatabaseOptions Options(string name) => new() { Name = Unique(name), LoadsTypes = false };

    // Databases and roles are of the whole server, which other tests use, too.
    private static string Unique(string name)
    {
        var end = Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture)[..10];
        var start = name;
        while (Encoding.UTF8.GetByteCount(start) > LongestName - end.Length)
            start = start[..^(char.IsLowSurrogate(start[^1]) ? 2 : 1)];
        return start + end;
    }

    private static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static string Literal(string text) =>
        $"E'{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'";
}
