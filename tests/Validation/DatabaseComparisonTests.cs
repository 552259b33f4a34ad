using ActorMigrate.Migration;
using ActorMigrate.Migration.Options;
using ActorMigrate.Migration.Summary;
using ActorMigrate.Postgres.Session;
using ActorMigrate.TestServers;

namespace ActorMigrate.Validation.Tests;

public class DatabaseComparisonTests
{
    private static readonly MigrationScope Everything = new();

    [Fact]
    public async Task Tables_are_reported_as_equal_different_or_missing()
    {
        await using var source = await TestDatabase.CreateAsync();
        await using var target = await TestDatabase.CreateAsync();
        await source.ExecuteAsync("""
            CREATE TABLE equal AS SELECT generate_series(1, 10) AS n;
            CREATE TABLE different AS SELECT generate_series(1, 10) AS n;
            CREATE TABLE missing AS SELECT generate_series(1, 10) AS n;
            """);
        await target.ExecuteAsync("""
            CREATE TABLE equal AS SELECT generate_series(11, 20) AS n;
            CREATE TABLE different AS SELECT generate_series(1, 9) AS n;
            """);
        var found = await CompareAsync(source, target, Everything);
        Assert.Equal([("different", (bool?)false), ("equal", true), ("missing", null)],
            found.Select(table => (table.Source.Name, table.Validated)).Order());
        Assert.StartsWith("42P01", found.Single(table => table.Source.Name == "missing").Error);
        Assert.Equal((10L, 9L), (found[0].SourceRows, found[0].TargetRows));
    }

    [Fact]
    public async Task A_renamed_schema_is_compared_under_its_new_name()
    {
        await using var source = await TestDatabase.CreateAsync();
        await using var target = await TestDatabase.CreateAsync();
        await source.ExecuteAsync("CREATE SCHEMA a; CREATE TABLE a.t AS SELECT 1 AS n");
        await target.ExecuteAsync("CREATE SCHEMA b; CREATE TABLE b.t AS SELECT 2 AS n");
        var table = Assert.Single(await CompareAsync(source, target, new MigrationScope { SourceSchema = "a", TargetSchema = "b" }));
        Assert.True(table.Validated);
        Assert.Equal(new QualifiedName("b", "t"), table.Target);
    }

    [Fact]
    public async Task Rows_of_children_are_not_counted_for_their_parent()
    {
        await using var source = await TestDatabase.CreateAsync();
        await using var target = await TestDatabase.CreateAsync();
        const string family = "CREATE TABLE parent (n int); CREATE TABLE child () INHERITS (parent);";
        await source.ExecuteAsync(family + "INSERT INTO parent VALUES (1); INSERT INTO child VALUES (2)");
        await target.ExecuteAsync(family + "INSERT INTO child VALUES (1), (2)");
        var found = await CompareAsync(source, target, Everything);
        Assert.All(found, table => Assert.False(table.Validated));
    }

    private static async Task<IReadOnlyList<TableSummary>> CompareAsync(TestDatabase source, TestDatabase target, MigrationScope scope)
    {
        await using var from = source.As(Side.Source);
        await using var to = target.As(Side.Target);
        var heard = 0;
        var found = await new DatabaseComparison(from, to, new ValidationOptions(ValidationDepth.Counts, 0))
            .RunAsync(scope, 2, _ => Interlocked.Increment(ref heard), default);
        Assert.Equal(found.Count, heard);
        return found;
    }
}
