using ActorMigrate.Control.Plan;
using ActorMigrate.Migration.Options;
using ActorMigrate.TestServers;

namespace ActorMigrate.Control.Tests;

public sealed class PayloadTests
{
    [Fact]
    public void Options_are_read_from_the_ledger_as_they_were_given()
    {
        var options = TestOptions.Plain with
        {
            Scope = new MigrationScope { SourceSchema = "a", TargetSchema = "b", IncludeTables = ["x*"], ExcludeTables = ["y"] },
            Existing = ExistingTables.Truncate,
            UseUnloggedTables = true,
            Owners = false,
            Privileges = false,
            AllowOlderTarget = true,
            KeepControl = true,
            Plan = TestOptions.Plain.Plan with { PartitionThreshold = PartitionThreshold.OfBytes(7), PartitionBy = PartitionBy.Keyset },
            Shared = TestOptions.Plain.Shared with
                { Retry = TestOptions.Plain.Shared.Retry with { MaxBackoff = TimeSpan.FromSeconds(1), Jitter = 0.5 } },
            Node = TestOptions.Plain.Node with { CopySlots = 3 },
        };

        var read = PayloadJson.Read<MigrationOptions>(PayloadJson.Write(options));

        Assert.Equal(PayloadJson.Write(options), PayloadJson.Write(read));
        Assert.Equal((7L, null), (read.Plan.PartitionThreshold.Bytes, read.Plan.PartitionThreshold.Rows));
        Assert.Equal(options.Scope.ExcludeTables, read.Scope.ExcludeTables);
        Assert.Equal(options.Shared, read.Shared);
        Assert.False(read.Owners);
    }
}
