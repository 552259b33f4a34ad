using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Migration.Options;

namespace ActorMigrate.Catalog.Tests;

public sealed class SkipRoundtripTests
{
    private const string Shop = """
        CREATE EXTENSION hstore; CREATE SCHEMA shop;
        CREATE FUNCTION shop.twice(int) RETURNS int LANGUAGE sql IMMUTABLE RETURN $1 * 2;
        CREATE TABLE shop.plain (id int PRIMARY KEY); CREATE TABLE shop.tagged (id int PRIMARY KEY REFERENCES shop.plain, tags hstore);
        CREATE TABLE shop.child (id int REFERENCES shop.tagged); CREATE INDEX doubled ON shop.plain (shop.twice(id));
        CREATE VIEW shop.tags AS SELECT tags FROM shop.tagged; CREATE VIEW shop.plains AS SELECT * FROM shop.plain; CREATE VIEW shop.more AS SELECT * FROM shop.plains;
        CREATE FUNCTION shop.fire() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        CREATE TRIGGER tg BEFORE INSERT ON shop.plain FOR EACH ROW EXECUTE FUNCTION shop.fire();
        INSERT INTO shop.plain VALUES (1); INSERT INTO shop.tagged VALUES (1, 'a=>1'); INSERT INTO shop.child VALUES (1);
        """;

    [Fact]
    public async Task A_skipped_kind_takes_along_what_needs_it_and_all_of_it_is_listed()
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync(Shop);
        await roundtrip.MigrateAsync(options: new SchemaPlanOptions { TargetVersion = 150000, SkippedKinds = ["view", "function"] });
        Assert.Empty(roundtrip.Executor.Failures);
        Assert.Equal(
            ["function shop.fire()", "function shop.twice(integer)", "index shop.doubled", "trigger tg on shop.plain", "view shop.more",
                "view shop.plains", "view shop.tags"],
            Left(roundtrip));
        Assert.Empty(roundtrip.Plan.LeftTables);
        await roundtrip.Source.ExecuteAsync("DROP FUNCTION shop.twice, shop.fire CASCADE; DROP VIEW shop.tags, shop.plains CASCADE");
        await roundtrip.AssertSameDumpAsync();
    }

    [Fact]
    public async Task Large_objects_come_without_what_is_skipped()
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync(
            "SELECT lo_create(4001); GRANT SELECT ON LARGE OBJECT 4001 TO PUBLIC; COMMENT ON LARGE OBJECT 4001 IS 'a picture';"
            + "ALTER LARGE OBJECT 4001 OWNER TO pg_monitor");
        await roundtrip.MigrateAsync();
        Assert.Equal(["large object comments", "large object owners", "large object privileges"], Steps(roundtrip));
        await roundtrip.MigrateAsync(
            options: new SchemaPlanOptions { TargetVersion = 150000, SkippedKinds = ["owner", "privileges", "security label"] });
        Assert.Equal(["large object comments"], Steps(roundtrip));
    }

    private static IEnumerable<string> Steps(SchemaRoundtrip roundtrip) =>
        roundtrip.Plan.LargeObjects.Single().Steps.Select(step => step.Kind);

    [Fact]
    public async Task Tables_that_need_a_skipped_extension_are_left_out_with_their_rows_and_their_views()
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync(Shop);
        await roundtrip.MigrateAsync(options: new SchemaPlanOptions { TargetVersion = 150000, SkippedKinds = ["extension"] });
        Assert.Empty(roundtrip.Executor.Failures);
        Assert.Equal(
            ["extension hstore", "foreign-key child_id_fkey on shop.child", "table shop.tagged", "view shop.tags"], Left(roundtrip));
        await roundtrip.Source.ExecuteAsync("DROP TABLE shop.tagged CASCADE; DROP EXTENSION hstore");
        await roundtrip.AssertSameDumpAsync();
    }

    [Fact]
    public async Task A_skipped_extension_that_the_target_has_leaves_nothing_out()
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync(Shop);
        await roundtrip.Target.ExecuteAsync("CREATE EXTENSION hstore");
        await roundtrip.MigrateAsync(options: new SchemaPlanOptions { TargetVersion = 150000, SkippedKinds = ["extension"] });
        await roundtrip.AssertSameAsync();
        Assert.DoesNotContain(roundtrip.Plan.Objects, made => made.Kind == "extension");
    }

    [Fact]
    public async Task An_excluded_table_takes_along_its_views_and_that_was_asked_for()
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync(Shop);
        await roundtrip.MigrateAsync(new MigrationScope { ExcludeTables = ["tagged"] });
        Assert.Empty(roundtrip.Executor.Failures);
        Assert.Equal(["foreign-key child_id_fkey on shop.child", "view shop.tags"], Left(roundtrip));
    }

    private static IEnumerable<string> Left(SchemaRoundtrip roundtrip)
    {
        Assert.All(roundtrip.Plan.NotMigrated, left => Assert.True(left.Asked, left.ToString()));
        return roundtrip.Plan.NotMigrated.Select(left => $"{left.Kind} {left.Name}").Order(StringComparer.Ordinal);
    }
}
