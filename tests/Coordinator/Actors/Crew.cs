using System.Collections.Concurrent;
using ActorMigrate.Cluster.Placement;
using ActorMigrate.Cluster.Wire;
using ActorMigrate.Control;
using ActorMigrate.Control.Migrations;
using ActorMigrate.Control.Nodes;
using ActorMigrate.Control.Plan;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Control.Tests;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Phases;
using ActorMigrate.Postgres.Session;
using ActorMigrate.TestServers;

namespace ActorMigrate.Coordinator.Tests.Actors;

/// <summary>A migration on a real ledger, with nodes that are rows of it and work only as the test says.</summary>
internal sealed class Crew : RecordedLedger
{
    private Crew(TestDatabase database)
        : base(database, SessionPurpose.Control)
    {
        Request = RequestOf(Coordinator, 1);
        Run = new Run(Request);
    }

    /// <summary>The target's URI.</summary>
    public string Uri => Database.Uri;

    public NodeId Coordinator { get; } = new(Guid.NewGuid());

    /// <summary>A run of the coordinator in term 1, which has gone through its phases.</summary>
    public RunRequest Request { get; }

    public Run Run { get; }

    public CoordinatorTerm Term => Run.Term;

    public NodeLedger Nodes => new(Session, Migration);

    /// <summary>The session with the ledger that the nodes of the test share.</summary>
    public LedgerSession Ledger => Session;

    public ConcurrentQueue<string> Notices { get; } = [];

    /// <summary>A migration that is in its last phase, so that every task may be claimed.</summary>
    public static async Task<Crew> CreateAsync(TestServer? server = null)
    {
        var crew = new Crew(server is null ? await TestDatabase.CreateAsync() : await TestDatabase.CreateAsync(server));
        await crew.RecordAsync(crew.Coordinator);
        await crew.Run.Migration.EnterPhaseAsync(Phase.Summarize, default);
        await crew.RegisterAsync(crew.Coordinator, "coordinator");
        crew.Run.Recorded = true;
        crew.Run.Notice = crew.Notices.Enqueue;
        return crew;
    }

    /// <summary>The request of a node that goes on with the migration in a term.</summary>
    public RunRequest RequestOf(NodeId coordinator, long term) => new()
    {
        Id = Migration,
        Coordinator = coordinator,
        Source = Target,
        Target = Target,
        Options = TestOptions.Plain,
        ToolVersion = "test",
        Time = TimeProvider.System,
        Adopted = new()
        {
            Term = new CoordinatorTerm(coordinator, term), Phase = Phase.Summarize, Source = "source", Target = "target",
            Node = TestOptions.Plain.Node, Times = new MigrationTimes(DateTime.UnixEpoch, null),
        },
    };

    public async Task<NodeId> JoinAsync(string name, NodeAddress? address = null)
    {
        var node = new NodeId(Guid.NewGuid());
        await RegisterAsync(node, name, address);
        await Nodes.JoinedAsync(node, default);
        return node;
    }

    public Task RegisterAsync(NodeId node, string name, NodeAddress? address = null) =>
        Nodes.RegisterAsync(new NodeDraft(node, name, "host", 1, "test", 2, 1) { Address = address }, default);

    /// <summary>Writes copy tasks that are ready, numbered from <paramref name="first"/>.</summary>
    public Task AddAsync(int count, int first = 1) => Session.AddTasksAsync(
        Migration,
        [
            .. Enumerable.Range(first, count).Select(id => new TaskDraft(
                id, TaskLane.Copy, TaskKinds.CopyTable, $"task {id}", null, Phase.ExtractSourceSchema, Phase.Summarize,
                    new StatementPayload([], null, null), 0, 0, [])),
        ]);

    /// <summary>Claims tasks in a node's name, as a coordinator does.</summary>
    public Task<IReadOnlyList<ClaimedTask>> ClaimAsync(NodeId node, int count = 1) =>
        new TaskLedger(Session, Migration).ClaimTasksAsync(Term, node, TaskLane.Copy, count, 100, default);

    /// <summary>An offer of copy slots, with the tasks that the node says it works on.</summary>
    public static SlotsOffered Offer(NodeId node, int free, int capacity, params long[] running) => new(
        new NodePlace(node, "127.0.0.1", 1),
        [new LaneOffer(TaskLane.Copy, capacity, free), new LaneOffer(TaskLane.Finish, 1, 0)], running, 0);

    public Task<string?> TaskAsync(long id) => ScalarAsync<string>(
        "SELECT state || coalesce(' ' || (SELECT name FROM actormigrate.node n WHERE n.id = t.node), '') FROM "
            + $"actormigrate.task t WHERE id = {id}");

    /// <summary>Waits until <paramref name="condition"/>, the rest of a SELECT, is true in the ledger.</summary>
    public Task UntilAsync(string condition) => Eventually.TrueAsync(() => ScalarAsync<bool>($"SELECT {condition}"), condition);

    public LedgerSession OpenSession() => new(Target, SessionPurpose.Lease);

    public override async ValueTask DisposeAsync()
    {
        await Run.DisposeAsync();
        await base.DisposeAsync();
    }
}
