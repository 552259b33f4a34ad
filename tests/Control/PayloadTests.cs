using ActorMigrate.Control.Plan;
using ActorMigrate.Migration;

namespace ActorMigrate.Control.Tests;

public sealed class PayloadTests
{
    [Fact]
    public void Options_are_read_from_the_ledger_as_they_were_given()
    {
        var options = new MigrationOptions
        {
            Scope = new MigrationScope { SourceSchema = "a", TargetSchema = "b", IncludeTables = ["x*"], ExcludeTables = ["y"] },
            Existing = ExistingTables.Truncate,
            UseUnloggedTables = true,
            Owners = false,
            Privileges = false,
            AllowOlderTarget = true,
            KeepControl = true,
            Plan = new PlanOptions { PartitionThreshold = PartitionThreshold.OfBytes(7), MaxPartitions = 4, ChunkSize = 1000,
                PartitionBy = PartitionBy.Keyset },
            Shared = new SharedOptions
            {
                IndexMemoryBytes = 1 << 24,
                Retry = new RetryOptions
                    { MaxAttempts = 2, MinBackoff = TimeSpan.FromMilliseconds(1), MaxBackoff = TimeSpan.FromSeconds(1), Jitter = 0.5 },
            },
            Node = new NodeOptions
            {
                CopySlots = 3,
                IndexSlots = 2,
                PollInterval = TimeSpan.FromMilliseconds(100),
                StallTimeout = TimeSpan.FromMinutes(5),
                CopyBufferBytes = 1 << 16,
            },
        };

        var read = PayloadJson.Read<MigrationOptions>(PayloadJson.Write(options));

        Assert.Equal(PayloadJson.Write(options), PayloadJson.Write(read));
        Assert.Equal((7L, null), (read.Plan.PartitionThreshold.Bytes, read.Plan.PartitionThreshold.Rows));
        Assert.Equal(options.Scope.ExcludeTables, read.Scope.ExcludeTables);
        Assert.Equal(options.Shared, read.Shared);
        Assert.False(read.Owners);
    }
}
