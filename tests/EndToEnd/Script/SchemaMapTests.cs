using ActorMigrate.Migration.Options;
using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Script;

/// <summary>Several schemas under new names, through the whole program.</summary>
public sealed class SchemaMapTests
{
    private const string Two = """
        CREATE SCHEMA a; CREATE SCHEMA b; CREATE TYPE a.mood AS ENUM ('sad', 'glad'); CREATE TYPE b.mood AS ENUM ('x');
        CREATE TABLE a.t (id serial PRIMARY KEY, m a.mood DEFAULT 'sad'); CREATE TABLE b.t (id serial PRIMARY KEY, o int REFERENCES a.t, m b.mood, n a.mood);
        CREATE VIEW b.v AS SELECT t.id, u.m FROM b.t JOIN a.t u ON u.id = t.o; CREATE TABLE kept (m a.mood);
        INSERT INTO a.t SELECT i FROM generate_series(1, 500) AS i; INSERT INTO b.t SELECT i, i, 'x', 'glad' FROM generate_series(1, 500) AS i; INSERT INTO kept VALUES ('glad');
        """;

    private static readonly MigrationScope Scope = new() { SchemaMap = new Dictionary<string, string> { ["a"] = "A 1", ["b"] = "a" } };

    [Fact]
    public async Task Rows_and_objects_arrive_under_the_new_names_and_again_over_what_is_there()
    {
        await using var pair = await Pair.OfAsync(Two);
        var options = Migrating.Defaults with { Scope = Scope };
        await pair.MigrateExactlyAsync(options);
        await pair.MigrateExactlyAsync(options with { Existing = ExistingTables.Truncate });
        await pair.Target.ExecuteAsync("""ALTER SCHEMA a RENAME TO b; ALTER SCHEMA "A 1" RENAME TO a""");
        await pair.AssertSameDumpAsync();
    }

    [Fact]
    public async Task The_search_path_of_databases_and_of_roles_follows_the_new_names()
    {
        await using var source = await TestDatabase.CreateAsync();
        await using var target = await TestDatabase.CreateAsync();
        await using var role = await TestRole.CreateAsync(source);
        await source.ExecuteAsync($"""
            CREATE SCHEMA app; CREATE TABLE app.t (id int); ALTER DATABASE "{source.Name}" SET search_path TO app, "$user", public;
            ALTER ROLE {role.Name} IN DATABASE "{source.Name}" SET search_path TO "app"; ALTER ROLE {role.Name} IN DATABASE "{source.Name}" SET application_name TO 'app';
            """);
        var run = await Cli.MigrateAsync(source, target, "--map-schema", "app=New App", "--database-settings");
        Assert.True(run.ExitCode == 0, run.Printed);
        Assert.Equal(
            """application_name=app search_path="New App" search_path="New App", "$user", public""",
            await target.ScalarAsync<string>(
                "SELECT string_agg(setting, ' ' ORDER BY setting COLLATE \"C\") FROM pg_db_role_setting, unnest(setconfig) AS setting "
                    + "WHERE setdatabase = (SELECT oid FROM pg_database WHERE datname = current_database())"));
    }

    [Fact]
    public async Task The_command_line_takes_several_names_and_refuses_a_second_way_to_say_so()
    {
        await using var pair = await Pair.OfAsync(Two);
        var run = await Cli.RunAsync("schema", "--source", pair.Source.Noted().Uri, "--map-schema", "a=x,b=y");
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("""CREATE VIEW "y"."v" AS""", run.Out, StringComparison.Ordinal);
        Assert.Contains("JOIN x.t u", run.Out, StringComparison.Ordinal);
        (await Cli.MigrateAsync(pair.Source, pair.Target, "--map-schema", "a=x", "--source-schema", "b", "--target-schema", "y"))
            .ShouldRefuse(1, "map-schema", "target-schema");
    }
}
