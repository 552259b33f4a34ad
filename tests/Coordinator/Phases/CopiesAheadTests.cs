using ActorMigrate.Control.Plan;
using ActorMigrate.Coordinator.Phases;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Options;
using ActorMigrate.Migration.Phases;
using ActorMigrate.Migration.Planning;
using ActorMigrate.Postgres.Connection;
using ActorMigrate.Postgres.Session;
using ActorMigrate.TestServers;

namespace ActorMigrate.Coordinator.Tests.Phases;

/// <summary>The copies of small tables are planned together with the rest.</summary>
public sealed class CopiesAheadTests
{
    private const long Small = 8192;
    private const long Large = 65L << 20;

    [Fact]
    public async Task Small_tables_are_tied_to_what_makes_them_and_what_needs_their_rows()
    {
        var plan = await PlanAsync([Relation(1, Small), Relation(2, Small, after: 1)], PartitionThreshold.Auto);

        Assert.True(plan.HasCopies);
        var copies = plan.Tasks.Where(task => task.Lane == TaskLane.Copy).ToList();
        Assert.Equal([(101L, 1), (102L, 2)], copies.Select(copy => (copy.Id, copy.Relation!.Value)).Order());
        Assert.Equal([11L], NeedsOf(plan, 101));
        Assert.Equal([12L, 101], NeedsOf(plan, 102));
        Assert.Equal([102L], NeedsOf(plan, 22));
        Assert.Equal([101L, 102], NeedsOf(plan, 100));
        Assert.All(copies, copy => Assert.Equal((true, Phase.TransferData), (copy.Together, copy.OpensAt)));
    }

    [Fact]
    public async Task A_table_that_nodes_which_join_later_may_share_leaves_the_plan_of_copies_for_later()
    {
        var plan = await PlanAsync([Relation(1, Small), Relation(2, Large)], PartitionThreshold.Auto);

        Assert.False(plan.HasCopies);
        Assert.DoesNotContain(plan.Tasks, task => task.Lane == TaskLane.Copy);
    }

    [Fact]
    public async Task A_table_that_is_cut_leaves_the_plan_of_copies_for_later()
    {
        var plan = await PlanAsync([Relation(1, 4 * Small)], PartitionThreshold.OfBytes(Small));

        Assert.False(plan.HasCopies);
    }

    private static async Task<PlanDraft> PlanAsync(IReadOnlyList<RelationDraft> relations, PartitionThreshold threshold)
    {
        await using var run = new Run(new RunRequest
        {
            Id = new MigrationId(Guid.NewGuid()),
            Coordinator = new NodeId(Guid.NewGuid()),
            Source = Nowhere(Side.Source),
            Target = Nowhere(Side.Target),
            Options = TestOptions.Plain with { Plan = TestOptions.Plain.Plan with { PartitionThreshold = threshold } },
            ToolVersion = "test",
            Time = TimeProvider.System,
        });
        var tasks = relations.SelectMany(relation => new[]
        {
            Planned(10 + relation.Id, TaskLane.Schema, Phase.CreateTargetTables, relation.Id),
            Planned(20 + relation.Id, TaskLane.Finish, Phase.TransferData, relation.Id, [10 + relation.Id]) with
                { NeedsData = [relation.Id] },
        }).Append(
            Planned(100, TaskLane.Finish, Phase.TransferData, null) with { NeedsData = [.. relations.Select(relation => relation.Id)] });
        return await CopiesAhead.AddAsync(run, new PlanDraft(relations.ToList(), tasks.ToList(), [], []), default);
    }

    private static Database Nowhere(Side side) =>
        new(ServerConnection.Parse("postgresql://u@127.0.0.1:1/d", "source", new ConnectionEnvironment()), side);

    private static IEnumerable<long> NeedsOf(PlanDraft plan, long task) => plan.Tasks.Single(one => one.Id == task).Needs.Order();

    private static TaskDraft Planned(long id, TaskLane lane, Phase opensAt, int? relation, params long[] needs) =>
        new(id, lane, "table", $"task {id}", relation, opensAt, opensAt, new StatementPayload([], null, null), 0, 0, needs);

    private static RelationDraft Relation(int id, long bytes, params int[] after)
    {
        var facts = new TableFacts
        {
            Name = new QualifiedName("s", $"t{id}"), Oid = (uint)id, HeapBytes = bytes, ToastBytes = 0, RelTuples = 10,
            RelPages = (int)(bytes / 8192),
            HasTidRangeScan = true, PrimaryKey = [],
        };
        return new RelationDraft(id, facts.Name, facts.Name, 10, bytes, true, "binary: safe")
            { Shape = new RelationShape(facts, ["a"]) { After = after } };
    }
}
