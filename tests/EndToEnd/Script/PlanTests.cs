using System.Text.Json.Nodes;
using ActorMigrate.Host.Settings;
using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Script;

/// <summary><c>actormigrate plan</c>: it foretells what <c>migrate</c> writes to the ledger, and touches nothing.</summary>
public sealed class PlanTests
{
    private const string Shop = """
        CREATE SCHEMA shop;
        CREATE TABLE shop.item (id serial PRIMARY KEY, name text);
        INSERT INTO shop.item (name) SELECT repeat(md5(g::text), 4) FROM generate_series(1, 60000) g;
        CREATE TABLE shop.sale (id int PRIMARY KEY, item int REFERENCES shop.item);
        CREATE INDEX ON shop.sale (item);
        CREATE VIEW shop.named AS SELECT * FROM shop.item;
        CREATE TABLE shop.part (id int, d date) PARTITION BY RANGE (d);
        CREATE TABLE shop.part1 PARTITION OF shop.part DEFAULT;
        ANALYZE;
        """;

    [Theory]
    [InlineData("--json")]
    [InlineData("--graph", "dot")]
    public async Task An_empty_database_has_a_plan(params string[] flags)
    {
        await using var pair = await Pair.OfAsync("SELECT");

        var run = await Cli.RunAsync(["plan", "--source", pair.Source.Uri, "--target", pair.Target.Uri, .. flags]);

        Assert.True(run.ExitCode == 0, run.Printed);
        Assert.NotEmpty(run.Out);
    }

    [Theory]
    [InlineData("auto")]
    [InlineData("keyset")]
    public async Task It_foretells_every_task_of_the_migration_and_leaves_the_target_as_it_is(string partitionBy)
    {
        string[] options = ["--partition-threshold", "10000 rows", "--max-partitions", "4", "--partition-by", partitionBy];
        await using var pair = await Pair.OfAsync(Shop);
        var before = await Untouched.NoteAsync(pair.Target);

        var run = await Cli.RunAsync(["plan", "--source", pair.Source.Uri, "--target", pair.Target.Uri, "--json", .. options]);

        Assert.True(run.ExitCode == 0, run.Printed);
        run.ShouldKeepSecrets();
        await before.ShouldHoldAsync();
        await Sessions.ShouldBeGoneAsync(pair.Source);
        var plan = JsonNode.Parse(run.Out)!;
        Assert.Empty(plan["settings"]!.AsArray().Select(setting => $"{setting!["name"]}")
            .Except(KnownSettings.All.Where(known => known.HasFlag).Select(known => known.Name)));
        var tasks = plan["tasks"]!.AsArray().Select(task => $"{task!["lane"]} {task["kind"]} {task["name"]}");
        var copies = plan["tables"]!.AsArray().SelectMany(table => table!["copies"]!.AsArray()).Select(copy => $"copy {copy!["name"]}");
        var migrated = await Cli.MigrateAsync(pair.Source, pair.Target, ["--keep-control", .. options]);
        Assert.True(migrated.ExitCode == 0, migrated.Printed);
        Assert.Equal(
            await LinesAsync(
                pair.Target, "SELECT string_agg(lane || ' ' || kind || ' ' || name, E'\\n') FROM actormigrate.task WHERE lane <> 'copy'"),
                    tasks.Order(StringComparer.Ordinal));
        Assert.Equal(await LinesAsync(pair.Target, "SELECT string_agg('copy ' || name, E'\\n') FROM actormigrate.task WHERE lane = 'copy'"),
            copies.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Its_text_names_tables_partitions_objects_settings_time_and_room_and_its_pictures_the_kinds()
    {
        await using var pair = await Pair.OfAsync(Shop);
        string[] command =
            ["plan", "--source", pair.Source.Uri, "--target", pair.Target.Uri, "--partition-threshold", "10000 rows", "--skip", "view"];

        var text = await Cli.RunAsync(command);
        var mermaid = await Cli.RunAsync([.. command, "--graph", "mermaid"]);
        var dot = await Cli.RunAsync([.. command, "--graph", "dot"]);

        Assert.Equal((0, 0, 0), (text.ExitCode, mermaid.ExitCode, dot.ExitCode));
        foreach (var part in new[] { "shop.item: about 60,000 rows", "shop.item_p1: ctid >= '(0,0)'::tid", "create target tables: ",
            "Format  binary for ", "Setting copy-slots: ", " parallel stream",
            "Left out view shop.named: ", "Time    about ", "Room    about " })
            Assert.Contains(part, text.Out, StringComparison.Ordinal);
        Assert.Contains("[\"foreign-key x 1\"]", mermaid.Out, StringComparison.Ordinal);
        Assert.Contains("[label=\"foreign-key x 1\"];", dot.Out, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_refused_where_the_migration_would_be()
    {
        await using var pair = await Pair.OfAsync(Shop);
        await pair.Target.ExecuteAsync("CREATE SCHEMA shop; CREATE TABLE shop.item (id int)");

        (await Cli.RunAsync("plan", "--source", pair.Source.Uri, "--target", pair.Target.Uri)).ShouldRefuse(2, "shop.item");
        (await Cli.RunAsync("plan", "--source", pair.Source.Uri, "--target", pair.Target.Uri, "--graph", "svg")).ShouldRefuse(1, "mermaid");
    }

    private static async Task<IEnumerable<string>> LinesAsync(TestDatabase database, string sql) =>
        (await database.ScalarAsync<string>(sql))!.Split('\n').Order(StringComparer.Ordinal);
}
