using System.Diagnostics;
using ActorMigrate.Migration.Phases;

namespace ActorMigrate.Migration.Tests;

public class TraceIdsTests
{
    private static readonly DateTime At = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
    private static readonly TraceIds Ids = new(new MigrationId(new Guid("0f8fad5b-d9cb-469f-a165-70867728950e")));

    [Fact]
    public void The_trace_has_the_digits_of_the_migrations_id() =>
        Assert.Equal("0f8fad5bd9cb469fa16570867728950e", Ids.Trace.ToHexString());

    [Fact]
    public void Each_span_has_an_id_of_its_own_that_every_node_finds()
    {
        TraceIds[] runs = [Ids, Ids with { ResumedAt = At }, Ids with { ResumedAt = At.AddMicroseconds(1) }];
        var ids = runs.SelectMany(All).ToList();

        Assert.Equal(ids.Count, ids.Distinct().Count());
        Assert.Equal(ids, runs.SelectMany(All));
    }

    [Fact]
    public void A_run_that_was_resumed_is_in_the_trace_of_the_migration()
    {
        var resumed = Ids with { ResumedAt = At };

        Assert.Equal((Ids.Trace, Ids.Root), (resumed.Trace, resumed.Root));
        Assert.Equal(Ids.Root, Ids.Run);
    }

    [Fact]
    public void A_parent_reads_as_W3C_says()
    {
        Assert.True(ActivityContext.TryParse(Ids.ParentOf(Phase.TransferData), null, out var parent));

        Assert.Equal(Ids.Trace, parent.TraceId);
        Assert.Equal(Ids.PhaseOf(Phase.TransferData), parent.SpanId);
        Assert.Equal(ActivityTraceFlags.Recorded, parent.TraceFlags);
    }

    private static IEnumerable<ActivitySpanId> All(TraceIds run) => Enum.GetValues<Phase>().Select(run.PhaseOf).Append(run.Run);
}
