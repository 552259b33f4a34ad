using System.Diagnostics;

namespace ActorMigrate.Migration.Tests;

public class TraceIdsTests
{
    private static readonly MigrationId Migration = new(new Guid("0f8fad5b-d9cb-469f-a165-70867728950e"));

    [Fact]
    public void The_trace_has_the_digits_of_the_migrations_id() =>
        Assert.Equal("0f8fad5bd9cb469fa16570867728950e", TraceIds.TraceOf(Migration).ToHexString());

    [Fact]
    public void Each_span_has_an_id_of_its_own_that_every_node_finds()
    {
        var ids = Enum.GetValues<Phase>().Select(phase => TraceIds.PhaseOf(Migration, phase)).Append(TraceIds.RootOf(Migration)).ToList();

        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.Equal(ids, Enum.GetValues<Phase>().Select(phase => TraceIds.PhaseOf(Migration, phase)).Append(TraceIds.RootOf(Migration)));
    }

    [Fact]
    public void A_parent_reads_as_W3C_says()
    {
        Assert.True(ActivityContext.TryParse(TraceIds.ParentOf(Migration, Phase.TransferData), null, out var parent));

        Assert.Equal(TraceIds.TraceOf(Migration), parent.TraceId);
        Assert.Equal(TraceIds.PhaseOf(Migration, Phase.TransferData), parent.SpanId);
        Assert.Equal(ActivityTraceFlags.Recorded, parent.TraceFlags);
    }
}
