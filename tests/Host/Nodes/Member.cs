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
internal sealed class Member : IAsyncDisposable
{
    private readonly TestDatabase database;
    private readonly Database target;
    private readonly LedgerSession session;

    private Member(TestDatabase database)
    {
        this.database = database;
        target = database.As(Side.Target);
        session = new LedgerSession(target, SessionPurpose.Control);
    }

    public MigrationId Migration { get; } = new(Guid.NewGuid());

    public NodeId Node { get; } = new(Guid.NewGuid());

    public CoordinatorTerm Term => new(Node, 1);

    public CoordinatorEvent.LedgerReady Ready => new(Migration, "source", "target", Options.Node, target.OpenAsync);

    /// <summary>As a user might set them, but quick.</summary>
    private static MigrationOptions Options { get; } = TestOptions.Plain with
    {
        Shared = TestOptions.Plain.Shared with { HeartbeatInterval = TimeSpan.FromMilliseconds(50) },
        Node = TestOptions.Plain.Node with { CopySlots = 2, IndexSlots = 1 },
    };

    public static async Task<Member> CreateAsync()
    {
        var member = new Member(await TestDatabase.CreateAsync());
        await using var connection = await member.database.OpenAsync();
        await RecordedMigration.MakeAsync(connection, member.Migration, member.Node);
        await new NodeLedger(member.session, member.Migration)
            .RegisterAsync(OwnNode.Draft(member.Node, "member", "test", Options.Node), default);
        return member;
    }

    public ProcessRole Lead() => new ProcessRole.Lead(new RunRequest
    {
        Id = Migration, Coordinator = Node, Source = target, Target = target, Options = Options, ToolVersion = "test",
        Time = TimeProvider.System,
    });

    public ProcessRole Follow()
    {
        var request = new NodeRequest
            { Node = Node, Source = target, Target = target, Options = Options.Node, ToolVersion = "test", Time = TimeProvider.System };
        var custody = SnapshotCustody.None(request, new SnapshotLedger(session, Migration));
        return new ProcessRole.Follow(
            new JoinedMigration(request, Migration, "source", "target", Options.Shared, Options.Node, custody, session));
    }

    /// <summary>The node holds a task, by the ledger.</summary>
    public async Task HoldAsync()
    {
        var task = new TaskDraft(
            1, TaskLane.Copy, TaskKinds.CopyTable, "task", null, Phase.ExtractSourceSchema, Phase.ExtractSourceSchema, "{}", 0, 0, []);
        await session.AddTasksAsync(Migration, [task]);
        Assert.Single(await new TaskLedger(session, Migration).ClaimTasksAsync(Term, Node, TaskLane.Copy, 1, 1, default));
    }

    public Task<bool> HasLeftAsync() => ScalarAsync<bool>($"SELECT left_at IS NOT NULL FROM actormigrate.node WHERE id = '{Node.Value}'");

    public Task<T?> ScalarAsync<T>(string sql) => database.ScalarAsync<T>(sql);

    public Task ExecuteAsync(string sql) => database.ExecuteAsync(sql);

    public async ValueTask DisposeAsync()
    {
        await session.DisposeAsync();
        await target.DisposeAsync();
        await database.DisposeAsync();
    }
}
