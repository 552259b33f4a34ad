using ActorMigrate.Control.Plan;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Options;
using ActorMigrate.Migration.Planning;

namespace ActorMigrate.Control.Tests;

public sealed class PayloadJsonTests
{
    [Fact]
    public void A_scope_with_new_names_is_read_back_as_it_was_written()
    {
        var scope = new MigrationScope
            { SchemaMap = new Dictionary<string, string> { ["a"] = "b \"'", ["b \"'"] = "a" }, ExcludeTables = ["x.*"] };

        var read = PayloadJson.Read<MigrationScope>(PayloadJson.Write(scope));

        Assert.Equal(scope.SchemaMap, read.SchemaMap);
        Assert.Equal(["a", "b \"'"], read.RenamedSchemas());
        Assert.Equal(scope.ExcludeTables, read.ExcludeTables);
    }

    [Fact]
    public void Letters_beyond_ascii_are_written_as_they_are_for_databases_that_cannot_convert_their_escapes()
    {
        const string name = "caf\u00e9 \U0001F600 \ue000 \u2028 'q' \"d\" \\u00e9 \\\\ \t \u0001";
        var json = PayloadJson.Write(new MigrationScope { ExcludeTables = [name] });

        Assert.Contains("caf\u00e9 \U0001F600 \ue000", json, StringComparison.Ordinal);
        Assert.DoesNotContain("\\u2", json, StringComparison.Ordinal);
        Assert.Equal([name], PayloadJson.Read<MigrationScope>(json).ExcludeTables);
    }

    [Fact]
    public void A_copy_into_a_table_of_the_targets_own_is_read_back_as_one()
    {
        var name = new QualifiedName("a", "t");
        var copy = new CopyPayload(name, name, ["c"], true, null, new RowPredicate.All(), null) { IntoOwn = true };

        Assert.True(PayloadJson.Read<CopyPayload>(PayloadJson.Write(copy)).IntoOwn);
        Assert.False(PayloadJson.Read<CopyPayload>(PayloadJson.Write(copy with { IntoOwn = false })).IntoOwn);
    }
}
