using ActorMigrate.EndToEnd.Tests.Owners;

namespace ActorMigrate.EndToEnd.Tests.Checks;

/// <summary>Roles with exactly the rights that docs/security.md names, and with each of them missing.</summary>
public sealed class LeastPrivilegeTests
{
    private const string Objects = """
        CREATE SCHEMA app; CREATE TABLE app.item (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text); INSERT INTO app.item (name) VALUES ('a'), ('b');
        CREATE TABLE app.secured (id serial PRIMARY KEY, v int); ALTER TABLE app.secured ENABLE ROW LEVEL SECURITY; INSERT INTO app.secured (v) VALUES (1);
        CREATE TABLE plain (id int); CREATE VIEW app.shown AS SELECT name FROM app.item; CREATE SEQUENCE app.counter; CREATE TYPE app.mood AS ENUM ('ok');
        CREATE FUNCTION app.f() RETURNS int LANGUAGE sql AS 'SELECT 1'; SELECT lo_from_bytea(4711, 'x');
        """;

    // The right, on which side it is given, the check that names it where it is missing, the level, and words of it.
    private static readonly (string Grant, bool InSource, string Check, string Level, string[] Words)[] Rights =
    [
        ("GRANT CONNECT ON DATABASE <<source>> TO <reader>", true, "databases", "fail", ["CONNECT"]),
        ("GRANT USAGE ON SCHEMA app TO <reader>", true, "source-privileges", "fail",
            ["app.item (no USAGE on its schema)", "GRANT USAGE ON SCHEMA \"app\""]),
        ("GRANT SELECT ON app.item TO <reader>", true, "source-privileges", "fail",
            ["app.item (no SELECT on it)", "GRANT SELECT ON \"app\".\"item\""]),
        ("GRANT SELECT ON app.secured TO <reader>", true, "source-privileges", "fail", ["app.secured (no SELECT on it)"]),
        ("GRANT SELECT ON plain TO <reader>", true, "source-privileges", "fail", ["public.plain (no SELECT on it)"]),
        ("GRANT SELECT ON SEQUENCE app.counter TO <reader>", true, "source-privileges", "fail",
            ["app.counter (no SELECT on it)", "GRANT SELECT ON SEQUENCE"]),
        ("GRANT SELECT ON SEQUENCE app.item_id_seq TO <reader>", true, "source-privileges", "fail", ["app.item_id_seq (no SELECT on it)"]),
        ("GRANT SELECT ON SEQUENCE app.secured_id_seq TO <reader>", true, "source-privileges", "fail",
            ["app.secured_id_seq (no SELECT on it)"]),
        ("GRANT SELECT ON LARGE OBJECT 4711 TO <reader>", true, "source-privileges", "fail", ["large object", "4711"]),
        ("ALTER ROLE <reader> BYPASSRLS", true, "row-security", "fail", ["app.secured (row security hides rows of it)", "BYPASSRLS"]),
        ("GRANT CONNECT ON DATABASE <<target>> TO <writer>", false, "databases", "fail", ["CONNECT"]),
        ("GRANT CREATE ON DATABASE <<target>> TO <writer>", false, "database-privileges", "fail",
            ["may not create schemas", "GRANT CREATE ON DATABASE"]),
        ("GRANT CREATE ON SCHEMA public TO <team>, <writer>", false, "target-privileges", "fail",
            ["schema public", "GRANT USAGE, CREATE ON SCHEMA \"public\""]),
        ("GRANT <team> TO <writer>", false, "owners", "warn", ["app.item", "--no-owner"]),
    ];

    public static TheoryData<int> All => [.. Enumerable.Range(0, Rights.Length)];

    [Fact]
    public async Task Roles_with_exactly_these_rights_pass_the_checks_and_migrate()
    {
        await using var scene = await SetAsync(Rights.Select(right => (right.Grant, right.InSource)));
        // Who may connect is said of the database, which no flag asks for here.
        (await CheckRun.OfAsync(scene.UriOf(scene.Source, "reader"), scene.UriOf(scene.Target, "writer"))).ShouldPass("definitions");
        var run = await Cli.MigrateAsync(scene.UriOf(scene.Source, "reader"), scene.UriOf(scene.Target, "writer"));
        Assert.True(run.ExitCode == 0, run.Printed);
        await scene.ShouldBeAlikeAsync(
            "SELECT string_agg(name, ' ' ORDER BY id) || (SELECT relowner::regrole FROM pg_class WHERE oid = "
                + "'app.item'::regclass) FROM app.item");
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Each_right_that_is_missing_is_named(int missing)
    {
        var (_, _, check, level, words) = Rights[missing];
        await using var scene = await SetAsync(Rights.Where((_, at) => at != missing).Select(right => (right.Grant, right.InSource)));
        (await CheckRun.OfAsync(scene.UriOf(scene.Source, "reader"), scene.UriOf(scene.Target, "writer"))).ShouldSay(check, level, words);
        var run = await Cli.MigrateAsync(scene.UriOf(scene.Source, "reader"), scene.UriOf(scene.Target, "writer"));
        Assert.True(run.ExitCode == (level == "fail" ? 2 : 3), run.Printed);
        foreach (var word in words)
            Assert.Contains(word, run.Printed, StringComparison.Ordinal);
    }

    private static readonly (string Grant, string Word)[] DataRights =
    [
        ("GRANT USAGE ON SCHEMA app TO <writer>", "app.item"),
        ("GRANT SELECT ON app.item TO <writer>", "app.item"),
        ("GRANT INSERT ON app.item TO <writer>", "lacks INSERT on the table app.item"),
        ("GRANT TRUNCATE ON app.item TO <writer>", "lacks TRUNCATE on the table app.item"),
        ("GRANT SELECT ON SEQUENCE app.item_id_seq TO <writer>", "lacks SELECT on the sequence app.item_id_seq"),
        ("GRANT UPDATE ON SEQUENCE app.item_id_seq TO <writer>", "lacks UPDATE on the sequence app.item_id_seq"),
    ];

    public static TheoryData<int> OfData => [.. Enumerable.Range(-1, DataRights.Length + 1)];

    [Theory]
    [MemberData(nameof(OfData))]
    public async Task Rows_alone_need_rights_on_each_table_and_sequence_of_the_target(int missing)
    {
        const string tables = "CREATE SCHEMA app; CREATE TABLE app.item (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text)";
        await using var scene = await RoleScene.SetAsync(("writer", ""));
        await scene.ExecuteAsync(scene.Source, tables + "; INSERT INTO app.item (name) VALUES ('a')");
        await scene.ExecuteAsync(scene.Target, $"GRANT CREATE ON DATABASE \"{scene.Target.Name}\" TO <writer>; {tables}");
        foreach (var (grant, _) in DataRights.Where((_, at) => at != missing))
            await scene.ExecuteAsync(scene.Target, grant);
        var check = await CheckRun.OfAsync(
            scene.UriOf(scene.Source, null), scene.UriOf(scene.Target, "writer"), "--data-only", "--truncate-existing-tables");
        var run = await Cli.MigrateAsync(
            scene.UriOf(scene.Source, null), scene.UriOf(scene.Target, "writer"), "--data-only", "--truncate-existing-tables");
        if (missing < 0)
        {
            check.ShouldPass();
            Assert.True(run.ExitCode == 0, run.Printed);
            return;
        }

        check.ShouldSay("target-privileges", "fail", DataRights[missing].Word, missing < 2 ? "grant" : "GRANT");
        Assert.True(run.ExitCode == 2, run.Printed);
        Assert.Contains(DataRights[missing].Word, run.Printed, StringComparison.Ordinal);
    }

    private static async Task<RoleScene> SetAsync(IEnumerable<(string Grant, bool InSource)> rights)
    {
        var scene = await RoleScene.SetAsync(("reader", ""), ("writer", ""), ("team", ""));
        await scene.ExecuteAsync(scene.Source, Objects + """
            ALTER SCHEMA app OWNER TO <team>; ALTER TABLE app.item OWNER TO <team>; ALTER TABLE app.secured OWNER TO <team>; ALTER TABLE plain OWNER TO <team>; ALTER VIEW app.shown OWNER TO <team>;
            ALTER SEQUENCE app.counter OWNER TO <team>; ALTER TYPE app.mood OWNER TO <team>; ALTER FUNCTION app.f() OWNER TO <team>; ALTER LARGE OBJECT 4711 OWNER TO <team>;
            """);
        foreach (var database in new[] { scene.Source, scene.Target })
            await scene.ExecuteAsync(database, $"REVOKE CONNECT, TEMPORARY ON DATABASE \"{database.Name}\" FROM PUBLIC");
        foreach (var (grant, inSource) in rights)
        {
            var named = grant.Replace("<<source>>", $"\"{scene.Source.Name}\"", StringComparison.Ordinal)
                .Replace("<<target>>", $"\"{scene.Target.Name}\"", StringComparison.Ordinal);
            await scene.ExecuteAsync(inSource ? scene.Source : scene.Target, named);
        }

        return scene;
    }
}
