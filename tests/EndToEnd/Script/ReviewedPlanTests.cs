using System.Text.Json.Nodes;

namespace ActorMigrate.EndToEnd.Tests.Script;

/// <summary><c>migrate --plan</c>: it runs the plan that was reviewed, or says what is different now and touches nothing.</summary>
public sealed class ReviewedPlanTests : IDisposable
{
    private const string Shop = """
        CREATE SCHEMA shop;
        CREATE TABLE shop.item (id serial PRIMARY KEY, name text, price int);
        INSERT INTO shop.item (name, price) SELECT md5(g::text), g FROM generate_series(1, 100) g;
        CREATE TABLE shop.sale (id int PRIMARY KEY, item int REFERENCES shop.item);
        CREATE INDEX sale_item ON shop.sale (item);
        CREATE INDEX item_price ON shop.item (price);
        CREATE VIEW shop.named AS SELECT id, name FROM shop.item;
        ANALYZE;
        """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("actormigrate-plan-");

    private string PlanPath => Path.Combine(folder.FullName, "plan.json");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task An_unchanged_source_is_migrated_though_its_rows_sizes_and_sequences_have_changed()
    {
        await using var pair = await Pair.OfAsync(Shop);
        await PlanAsync(pair, "--skip", "trigger");
        // More rows, and enough bytes for the keys of a large table to be built apart.
        await pair.Source.ExecuteAsync("""
            INSERT INTO shop.sale SELECT g, 1 + g % 100 FROM generate_series(1, 300) g;
            INSERT INTO shop.item (name, price) SELECT string_agg(md5(s::text), ''), g FROM generate_series(1, 20000) g, generate_series(1, 60) s GROUP BY g;
            ANALYZE;
            """);

        var run = await MigrateAsync(pair, "--skip", "trigger", "--copy-slots", "3", "--validate", "full");

        Assert.True(run.ExitCode == 0, run.Printed);
        Assert.Equal(20100, await pair.Target.ScalarAsync<long>("SELECT count(*) FROM shop.item"));
    }

    [Theory]
    [InlineData("CREATE TABLE shop.added (id int)", "table shop.added: is not in the plan")]
    [InlineData("DROP TABLE shop.sale", "table shop.sale: was planned, and is gone")]
    [InlineData("ALTER TABLE shop.item ALTER price TYPE bigint", "table shop.item: column price was integer and is bigint")]
    [InlineData("ALTER TABLE shop.item ADD note text, DROP price", "table shop.item: column price is gone, column note was added")]
    [InlineData("DROP INDEX shop.sale_item", "index shop.sale_item: was planned, and would not be made now")]
    [InlineData("CREATE OR REPLACE VIEW shop.named AS SELECT id, upper(name) AS name FROM shop.item",
        "view shop.named: its definition has changed")]
    [InlineData("ALTER TABLE shop.item ADD CHECK (price > 0)", "shop.item")]
    public async Task A_change_of_the_source_that_matters_is_named_and_nothing_is_touched(string change, string named)
    {
        await using var pair = await Pair.OfAsync(Shop);
        await PlanAsync(pair);
        await pair.Source.ExecuteAsync(change);
        var before = await Untouched.NoteAsync(pair.Target);

        var run = await MigrateAsync(pair);

        run.ShouldRefuse(2, "would differ from the reviewed plan", named, "actormigrate plan");
        await before.ShouldHoldAsync();
    }

    [Theory]
    [InlineData("exclude-tables: planned with nothing, and is shop.sale", "--exclude-tables", "shop.sale")]
    [InlineData("target-schema: planned with nothing, and is store", "--source-schema", "shop", "--target-schema", "store")]
    [InlineData("no-owner: planned with off, and is on", "--no-owner")]
    public async Task Another_setting_that_selects_or_renames_is_named(string named, params string[] flags)
    {
        await using var pair = await Pair.OfAsync(Shop);
        await PlanAsync(pair);
        var before = await Untouched.NoteAsync(pair.Target);

        var run = await MigrateAsync(pair, flags);

        run.ShouldRefuse(2, named);
        Assert.DoesNotContain("shop.item", run.Error, StringComparison.Ordinal);
        await before.ShouldHoldAsync();
    }

    [Fact]
    public async Task A_plan_of_another_version_another_database_or_no_plan_at_all_is_refused_in_clear_words()
    {
        await using var pair = await Pair.OfAsync(Shop);
        await PlanAsync(pair);
        var plan = JsonNode.Parse(await File.ReadAllTextAsync(PlanPath))!;

        async Task<CommandRun> WithAsync(Action<JsonNode> change)
        {
            var changed = plan.DeepClone();
            change(changed);
            await File.WriteAllTextAsync(PlanPath, changed.ToJsonString());
            return await MigrateAsync(pair);
        }

        (await WithAsync(one => one["review"]!["tool"] = "0.0.1"))
            .ShouldRefuse(2, "made by actormigrate 0.0.1", "migrate with version 0.0.1");
        (await WithAsync(one => one["version"] = 2)).ShouldRefuse(2, "version 2 of its format");
        (await WithAsync(one => one.AsObject().Remove("review"))).ShouldRefuse(2, "cannot be compared");
        (await WithAsync(one => one["review"]!["sourceDatabase"] = "another")).ShouldRefuse(2, "another database than the planned one");
        (await WithAsync(one => one["review"]!["targetVersion"] = 9)).ShouldRefuse(2, "the target's server was PostgreSQL 9");
        (await WithAsync(one => one["review"]!.AsObject().Remove("objects"))).ShouldRefuse(1, "is not a plan");
        await File.WriteAllTextAsync(PlanPath, "-- SQL");
        (await MigrateAsync(pair)).ShouldRefuse(1, "is not a plan");
        File.Delete(PlanPath);
        (await MigrateAsync(pair)).ShouldRefuse(1, "cannot be read");
        (await MigrateAsync(pair, "--resume")).ShouldRefuse(1, "cannot be read");
    }

    private async Task PlanAsync(Pair pair, params string[] flags)
    {
        var run = await Cli.RunAsync(["plan", "--source", pair.Source.Uri, "--target", pair.Target.Uri, "--json", .. flags]);
        Assert.True(run.ExitCode == 0, run.Printed);
        run.ShouldKeepSecrets();
        await File.WriteAllTextAsync(PlanPath, run.Out);
    }

    private Task<CommandRun> MigrateAsync(Pair pair, params string[] flags) =>
        Cli.MigrateAsync(pair.Source, pair.Target, ["--plan", PlanPath, .. flags]);
}
