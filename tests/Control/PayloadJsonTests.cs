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
    public void A_copy_into_a_table_of_the_targets_own_is_read_back_as_one()
    {
        var name = new QualifiedName("a", "t");
        var copy = new CopyPayload(name, name, ["c"], true, null, new RowPredicate.All(), null) { IntoOwn = true };

        Assert.True(PayloadJson.Read<CopyPayload>(PayloadJson.Write(copy)).IntoOwn);
        Assert.False(PayloadJson.Read<CopyPayload>(PayloadJson.Write(copy with { IntoOwn = false })).IntoOwn);
    }
}
