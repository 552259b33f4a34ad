namespace ActorMigrate.Catalog.Tests;

/// <summary>Objects that cannot be carried over are named.</summary>
public sealed class LeftBehindTests
{
    [Fact]
    public async Task A_schema_by_the_name_of_the_ledgers_is_named_and_a_ledger_is_a_finding()
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync("CREATE SCHEMA actormigrate; CREATE TABLE actormigrate.mine (id int);");
        await roundtrip.MigrateAsync();
        Assert.Equal(["schema actormigrate"], roundtrip.Plan.NotMigrated.Select(left => $"{left.Kind} {left.Name}"));

        await roundtrip.Source.ExecuteAsync("CREATE TABLE actormigrate.migration (id int); CREATE TABLE actormigrate.task (id int)");
        await roundtrip.MigrateAsync();
        Assert.Empty(roundtrip.Plan.NotMigrated);
        Assert.Equal(["schema actormigrate"], roundtrip.Plan.Findings.Select(finding => finding.Object));
    }

    [Fact]
    public async Task A_table_whose_columns_cannot_keep_their_order_is_a_finding()
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync("""
            CREATE TABLE parent (a int); CREATE TABLE child (own int) INHERITS (parent); CREATE TABLE same (own int) INHERITS (parent);
            ALTER TABLE parent ADD COLUMN later int; INSERT INTO child VALUES (1, 2, 3); ALTER TABLE same DROP COLUMN own;
            """);
        await roundtrip.MigrateAsync();
        Assert.Empty(roundtrip.Executor.Failures);
        Assert.Empty(roundtrip.Plan.NotMigrated);
        Assert.Equal(["table public.child"], roundtrip.Plan.Findings.Select(finding => finding.Object));
        Assert.Equal("1 2 3", await roundtrip.Target.ScalarAsync<string>("SELECT concat_ws(' ', a, own, later) FROM child"));
    }
}
