using ActorMigrate.Control.Migrations;
using ActorMigrate.Control.Nodes;
using ActorMigrate.Control.Plan;
using ActorMigrate.Control.Status;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Phases;
using ActorMigrate.Migration.Planning;
using ActorMigrate.Migration.Summary;
using ActorMigrate.Postgres;
using ActorMigrate.Postgres.Connection;
using ActorMigrate.Postgres.Session;
using ActorMigrate.TestServers;
using Npgsql;

namespace ActorMigrate.Control.Tests;

/// <summary>A control schema of its own in a throwaway database, with one migration in it.</summary>
public sealed class LedgerFixture : IAsyncDisposable
{
    private readonly TestDatabase database;

    private LedgerFixture(TestDatabase database)
    {
        this.database = database;
        Target = new Database(ServerConnection.Parse(database.Uri, "target", ConnectionEnvironment.OfProcess()), Side.Target);
        Session = new LedgerSession(Target, SessionPurpose.Control);
        Migration = new MigrationLedger(Session, Id, Coordinator, 1);
        Tasks = new TaskLedger(Session, Id);
        Plan = new PlanLedger(Session, Id);
        Results = new ResultLedger(Session, Id);
        Nodes = new NodeLedger(Session, Id);
    }

    public MigrationId Id { get; } = new(Guid.NewGuid());

    public NodeId Coordinator { get; } = new(Guid.NewGuid());

    public Database Target { get; }

    /// <summary>The libpq URI of its database, for a superuser.</summary>
    public string Uri => database.Uri;

    public LedgerSession Session { get; }

    public MigrationLedger Migration { get; }

    public TaskLedger Tasks { get; }

    public PlanLedger Plan { get; }

    public ResultLedger Results { get; }

    public NodeLedger Nodes { get; }

    public static async Task<LedgerFixture> CreateAsync(TestServer? server = null, string? encoding = null)
    {
        var fixture = new LedgerFixture(await TestDatabase.CreateAsync(
            server ?? await TestServer.GetAsync(), new TestDatabaseOptions { Encoding = encoding }));
        await using var connection = await fixture.OpenAsync();
        await RecordedMigration.MakeAsync(connection, fixture.Id, fixture.Coordinator);
        return fixture;
    }

    public Task<NpgsqlConnection> OpenAsync() => Target.OpenAsync(SessionPurpose.Control, default);

    public Task<LedgerLook> LookAsync(Phase phase = Phase.ExtractSourceSchema, bool objectsEndRun = false) =>
        Migration.LookAsync(phase, objectsEndRun, default);

    public AttemptLedger AttemptsOf(NodeId node) => new(Session, node);

    public static TaskDraft Copy(long id, Phase opensAt = Phase.ExtractSourceSchema, long bytes = 0, params long[] needs) =>
        new(id, TaskLane.Copy, TaskKinds.CopyTable, $"task {id}", null, opensAt, opensAt,
            new StatementPayload([], null, null), 0, bytes, needs);

    public CoordinatorTerm Term => new(Coordinator, 1);

    public static RelationDraft Relation(int id) => new(
        id, new QualifiedName("s", $"t{id}"), new QualifiedName("x", $"t{id}"), 5, 8192, true, "binary: safe")
    {
        Shape = new RelationShape(
            new TableFacts
            {
                Name = new QualifiedName("s", $"t{id}"), Oid = 4_000_000_000, HeapBytes = 8192, ToastBytes = 0,
                RelTuples = null, RelPages = 1,
                HasTidRangeScan = true, PrimaryKey = [new KeyColumn("Größe", "pg_catalog.int4")],
            },
            ["a", "b\"c"]),
    };

    /// <summary>Writes a plan with one relation and these tasks, and opens every phase.</summary>
    public Task WritePlanAsync(params TaskDraft[] tasks) => WritePlanAsync(withCopies: false, tasks);

    /// <summary>Writes a plan that may have its copies among the tasks.</summary>
    public Task WritePlanAsync(bool withCopies, params TaskDraft[] tasks) => WritePlanAsync([Relation(1)], withCopies, tasks);

    public async Task WritePlanAsync(RelationDraft[] relations, bool withCopies, params TaskDraft[] tasks)
    {
        await using (var connection = await OpenAsync())
        {
            await using var transaction = await connection.BeginTransactionAsync();
            var plan = new PlanDraft(relations, tasks, [new NotMigrated("thing", "a.b", "because")],
                [new Finding("c.d", "look", null, "see")]) { HasCopies = withCopies };
            await PlanLedger.WriteAsync(connection, Id, plan, default);
            await transaction.CommitAsync();
        }

        await OpenPhaseAsync(Phase.Summarize);
    }

    /// <summary>Opens a phase, whatever the phases before it wait for.</summary>
    public Task OpenPhaseAsync(Phase phase) => database.ExecuteAsync(
        $"UPDATE actormigrate.migration SET phase = '{phase}', phase_number = {(short)phase} WHERE id = "
            + $"{Literal.Quote(Id.Value.ToString())}");

    /// <summary>Claims a task of a lane and completes it.</summary>
    public async Task CompleteOneAsync(NodeId node, TaskLane lane)
    {
        var claimed = Assert.Single(await Tasks.ClaimTasksAsync(Term, node, lane, 1, 100, default));
        await CompleteAsync(node, (await AttemptsOf(node).BeginAsync(claimed.Id, default))!.Id, TaskResult.Nothing);
    }

    public Task AddAsync(params TaskDraft[] tasks) => Session.AddTasksAsync(Id, tasks);

    public async Task<ClaimedTask> ClaimOneAsync(NodeId node) =>
        Assert.Single(await Tasks.ClaimTasksAsync(Term, node, TaskLane.Copy, 1, 100, default));

    /// <summary>Ends a failed attempt; two failures on one node are enough for another to try.</summary>
    public Task<FailedTask> FailAsync(NodeId node, AttemptId attempt, Failure failure, RetryDecision decision) =>
        AttemptsOf(node).FailAsync(
        attempt, failure, decision,
        TestOptions.Plain.Shared.Retry with
            { MaxAttempts = 8, MinBackoff = TimeSpan.Zero, MaxBackoff = TimeSpan.FromMinutes(1), AttemptsPerNode = 2 }, default);

    /// <summary>Takes a node in.</summary>
    public Task JoinAsync(NodeId node, string name, int copySlots = 1, int indexSlots = 1) =>
        Nodes.RegisterAsync(new NodeDraft(node, name, "host", 1, "test", copySlots, indexSlots), default);

    /// <summary>The node's last heartbeat.</summary>
    public Task<DateTime> HeartOfAsync(NodeId node) =>
        database.ScalarAsync<DateTime>($"SELECT heartbeat_at FROM actormigrate.node WHERE id = {Literal.Quote(node.ToString())}");

    /// <summary>The coordinator ends the row of a node that the cluster has removed.</summary>
    public Task<bool> EndAsync(NodeId node) => Nodes.EndAsync(Coordinator, 1, node, default);

    /// <summary>Completes an attempt in a transaction of its own.</summary>
    public async Task CompleteAsync(NodeId node, AttemptId attempt, TaskResult result)
    {
        await using var connection = await OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await AttemptsOf(node).CompleteAsync(connection, attempt, null, result, default);
        await transaction.CommitAsync();
    }

    public Task<string?> StateOfAsync(long task) => database.ScalarAsync<string>($"SELECT state FROM actormigrate.task WHERE id = {task}");

    public Task<T?> ScalarAsync<T>(string sql) => database.ScalarAsync<T>(sql);

    public async ValueTask DisposeAsync()
    {
        await Session.DisposeAsync();
        await Target.DisposeAsync();
        await database.DisposeAsync();
    }
}
