using ActorMigrate.Coordinator.Joining;
using ActorMigrate.Coordinator.Tests.Actors;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Summary;

namespace ActorMigrate.Coordinator.Tests.Joining;

/// <summary>The words of a node that was asked to stop, by what the ledger says of the others when its row has ended.</summary>
public sealed class NodeSummaryTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_node_counts_on_no_other_that_stops_at_the_same_time(bool coordinated)
    {
        await using var crew = await Crew.CreateAsync();
        var (here, other) = (await crew.JoinAsync("here"), await crew.JoinAsync("other"));
        await NodeSummary.BeginAsync(Registration(crew, crew.Coordinator));
        await NodeSummary.BeginAsync(Registration(crew, other));

        var summary = await LeaveAsync(crew, here, coordinated);

        Assert.Equal(Outcome.Stopped, summary.Outcome);
        Assert.Contains("nothing goes on", summary.Message, StringComparison.Ordinal);
        Assert.Contains("actormigrate resume", summary.NextStep, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_node_says_that_others_go_on_where_one_has_not_been_asked_to_stop(bool coordinated)
    {
        await using var crew = await Crew.CreateAsync();
        var (here, stopping) = (await crew.JoinAsync("here"), await crew.JoinAsync("stopping"));
        await NodeSummary.BeginAsync(Registration(crew, stopping));

        var summary = await LeaveAsync(crew, here, coordinated);

        Assert.Matches("the other nodes(, which)? go on", summary.Message);
        Assert.DoesNotContain("actormigrate resume", summary.NextStep, StringComparison.Ordinal);
    }

    private static Task<MigrationSummary> LeaveAsync(Crew crew, NodeId node, bool coordinated) => NodeSummary.LeaveAsync(
        Registration(crew, node), new Departure.Asked(coordinated, OthersLive: true), released: 1, isWorker: true, default);

    private static NodeRegistration Registration(Crew crew, NodeId node) =>
        new(crew.Migration, node, "source", "target", crew.Ledger, TimeProvider.System);
}
