using ActorMigrate.Control;
using ActorMigrate.Control.Nodes;
using ActorMigrate.Control.Plan;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Control.Tests;
using ActorMigrate.Coordinator;
using ActorMigrate.Coordinator.Joining;
using ActorMigrate.Host.Nodes;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Options;
using ActorMigrate.Migration.Phases;
using ActorMigrate.Postgres.Session;
using ActorMigrate.TestServers;

namespace ActorMigrate.Host.Tests.Nodes;

/// <summary>A node in a real ledger, as one that leads the migration or one that follows.</summary>
internal sealed class Member : RecordedLedger
{
    private Member(TestDatabase database)
        : base(database, SessionPurpose.Control)
    {
    }

    public NodeId Node { get; } = new(Guid.NewGuid());

    public CoordinatorTerm Term => new(Node, 1);

    public CoordinatorEvent.LedgerReady Ready => new(Migration, "source", "target", Options.Node, Target.OpenAsync);

    /// <summary>As a user might set them, but quick.</summary>
    private static MigrationOptions Options { get; } = TestOptions.Plain with
    {
        Shared = TestOptions.Plain.Shared with { HeartbeatInterval = TimeSpan.FromMilliseconds(50) },
        Node = TestOptions.Plain.Node with { CopySlots = 2, IndexSlots = 1 },
    };

    public static async Task<Member> CreateAsync()
    {
        var member = new Member(await TestDatabase.CreateAsync());
        await member.RecordAsync(member.Node);
        await new NodeLedger(member.Session, member.Migration)
            .RegisterAsync(OwnNode.Draft(member.Node, "member", "test", Options.Node), default);
        return member;
    }

    public ProcessRole Lead() => new ProcessRole.Lead(new RunRequest
    {
        Id = Migration, Coordinator = Node, Source = Target, Target = Target, Options = Options, ToolVersion = "test",
        Time = TimeProvider.System,
    });

    public ProcessRole Follow()
    {
        var request = new NodeRequest
            { Node = Node, Source = Target, Target = Target, Options = Options.Node, ToolVersion = "test", Time = TimeProvider.System };
        var custody = SnapshotCustody.None(request, new SnapshotLedger(Session, Migration));
        return new ProcessRole.Follow(
            new JoinedMigration(request, Migration, "source", "target", Options.Shared, Options.Node, custody, Session));
    }

    /// <summary>The node holds a task, by the ledger.</summary>
    public async Task HoldAsync()
    {
        var task = new TaskDraft(
            1, TaskLane.Copy, TaskKinds.CopyTable, "task", null, Phase.ExtractSourceSchema, Phase.ExtractSourceSchema,
                new StatementPayload([], null, null), 0, 0, []);
        await Session.AddTasksAsync(Migration, [task]);
        Assert.Single(await new TaskLedger(Session, Migration).ClaimTasksAsync(Term, Node, TaskLane.Copy, 1, 1, default));
    }

    public Task<bool> HasLeftAsync() => ScalarAsync<bool>($"SELECT left_at IS NOT NULL FROM actormigrate.node WHERE id = '{Node.Value}'");
}
