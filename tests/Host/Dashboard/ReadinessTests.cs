using ActorMigrate.Control.Status;
using ActorMigrate.Host.Dashboard;
using ActorMigrate.Host.Inspection;

namespace ActorMigrate.Host.Tests.Dashboard;

public class ReadinessTests
{
    private static readonly WatchedStatus Seen = new(FakeWatch.Begun(), new DetailTotals(0, []), []);

    [Fact]
    public void A_node_that_lives_and_is_up_takes_part() => Assert.Null(Lacks(Seen));

    [Fact]
    public void A_process_that_only_looks_is_ready_when_the_target_answers()
    {
        Assert.Null(Readiness.Lacks(null, null, node: null, "db1.example.com", 4711));
        Assert.NotNull(Readiness.Lacks(null, "postgresql://secret.example.com is away", node: null, "db1.example.com", 4711));
    }

    [Fact]
    public void The_answer_says_what_is_lacking_without_a_name_of_a_server()
    {
        var node = FakeWatch.Begun().Nodes[0];
        Assert.Equal("The target cannot be read.", Readiness.Lacks(Seen, "new.example.com is away", "db1", "db1.example.com", 4711));
        Assert.Contains("no migration", Lacks(null), StringComparison.Ordinal);
        Assert.Contains("not a node", Readiness.Lacks(Seen, null, "db1", "db1.example.com", 4712), StringComparison.Ordinal);
        Assert.Contains("not a node", Lacks(With(node with { State = "left" })), StringComparison.Ordinal);
        Assert.Contains("silent", Lacks(With(node with { State = "silent" })), StringComparison.Ordinal);
        Assert.Contains("unreachable", Lacks(With(node with { Member = "unreachable" })), StringComparison.Ordinal);
        Assert.Contains("not yet seen", Lacks(With(node with { Member = null })), StringComparison.Ordinal);
    }

    private static WatchedStatus With(NodeStatus node) => Seen with { Migration = Seen.Migration with { Nodes = [node] } };

    private static string? Lacks(WatchedStatus? status) => Readiness.Lacks(status, null, "db1", "db1.example.com", 4711);
}
