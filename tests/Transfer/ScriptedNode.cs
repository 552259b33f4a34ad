using ActorMigrate.Cluster.Wire;
using ActorMigrate.Control;
using ActorMigrate.Control.Plan;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Control.Tests;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Options;
using ActorMigrate.Migration.Phases;
using ActorMigrate.Postgres;
using ActorMigrate.Postgres.Session;
using ActorMigrate.Postgres.Snapshot;
using ActorMigrate.TestServers;
using ActorMigrate.Transfer.Actors;
using ActorMigrate.Transfer.Copy;
using Npgsql;

namespace ActorMigrate.Transfer.Tests;

/// <summary>A real ledger in a throwaway database, with one node whose work the test scripts.</summary>
internal sealed class ScriptedNode : IAsyncDisposable
{
    private readonly TestDatabase database;
    private readonly Database target;
    private readonly LedgerSession session;

    private ScriptedNode(TestDatabase database, NodeOptions options)
    {
        Options = options;
        this.database = database;
        target = database.As(Side.Target);
        session = new LedgerSession(target, SessionPurpose.Control);
        Tasks = new TaskLedger(session, Migration);
        Attempts = new AttemptLedger(session, Node);
    }

    public MigrationId Migration { get; } = new(Guid.NewGuid());

    public NodeId Node { get; } = new(Guid.NewGuid());

    public TaskLedger Tasks { get; }

    /// <summary>The coordinator's term; the node itself coordinates.</summary>
    public CoordinatorTerm Term => new(Node, 1);

    public AttemptLedger Attempts { get; }

    public ManualTime Time { get; } = new();

    public Script Script { get; } = new();

    public LotScript LotScript { get; } = new();

    /// <summary>As a user might set them, but quick.</summary>
    public NodeOptions Options { get; }

    private static NodeOptions Quick(int copySlots) => new()
    {
        CopySlots = copySlots,
        IndexSlots = 1,
        PollInterval = TimeSpan.FromMilliseconds(100),
        StallTimeout = TimeSpan.FromMinutes(5),
        CopyBufferBytes = 1 << 16,
    };

    private static RetryOptions Retry { get; } = TestOptions.Plain.Shared.Retry with
        { MaxAttempts = 3, MinBackoff = TimeSpan.FromMilliseconds(10), MaxBackoff = TimeSpan.FromMilliseconds(50), Jitter = 0.2 };

    public static async Task<ScriptedNode> CreateAsync(int copySlots = 2)
    {
        var scripted = new ScriptedNode(await TestDatabase.CreateAsync(), Quick(copySlots));
        await using var connection = await scripted.OpenAsync();
        await RecordedMigration.MakeAsync(connection, scripted.Migration, scripted.Node);
        return scripted;
    }

    /// <summary>The node's resources, with the script for all of its work.</summary>
    public NodeResources Resources(Action<TaskReport> report)
    {
        var inFlight = new WorkInFlight();
        var runner = inFlight.Tracked(Script);
        var work = new TaskWork
        {
            Node = Node, Report = report, Attempts = Attempts, RunnerOf = _ => runner, LotRunnerOf = _ => LotScript,
            Classify = SqlStates.Classify, Options = Options, Retry = Retry, Time = Time,
        };
        return new NodeResources(Node, Tasks, work, new CopySessions(OpenAsync, OpenAsync),
            new KeptSessions(OpenAsync, SessionPurpose.Validation, TimeProvider.System), inFlight);
    }

    /// <summary>Writes copy tasks, numbered from 1; each after the first may need the one before.</summary>
    public Task AddAsync(int count, bool chained = false) => session.AddTasksAsync(
        Migration,
        [
            .. Enumerable.Range(1, count).Select(id => new TaskDraft(
                id, TaskLane.Copy, TaskKinds.CopyTable, $"task {id}", null, Phase.ExtractSourceSchema,
                Phase.ExtractSourceSchema, new StatementPayload([], null, null), 0, 0,
                chained && id > 1 ? [id - 1] : [])),
        ]);

    /// <summary>Writes tasks.</summary>
    public Task AddAsync(IReadOnlyList<TaskDraft> tasks) => session.AddTasksAsync(Migration, tasks);

    /// <summary>Completes an attempt as a runner does.</summary>
    public async Task<TaskResult> CompleteAsync(BegunAttempt attempt, TaskResult result)
    {
        await using var connection = await OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await Attempts.CompleteAsync(connection, attempt.Id, null, result, default);
        await transaction.CommitAsync();
        return result;
    }

    public Task<NpgsqlConnection> OpenAsync() => OpenAsync(SessionPurpose.Copy, default);

    public Task<T?> ScalarAsync<T>(string sql) => database.ScalarAsync<T>(sql);

    public Task ExecuteAsync(string sql) => database.ExecuteAsync(sql);

    /// <summary>State and attempts of a task, such as <c>done 2</c>.</summary>
    public Task<string?> TaskAsync(long id) =>
        ScalarAsync<string>($"SELECT state || ' ' || attempt FROM actormigrate.task WHERE id = {id}");

    /// <summary>The outcomes of a task's attempts in order, such as <c>failed,done</c>.</summary>
    public Task<string?> OutcomesAsync(long id) =>
        ScalarAsync<string>(
            $"SELECT string_agg(coalesce(outcome, 'open'), ',' ORDER BY attempt) FROM actormigrate.attempt WHERE task = {id}");

    public async ValueTask DisposeAsync()
    {
        await session.DisposeAsync();
        await target.DisposeAsync();
        await database.DisposeAsync();
    }

    private Task<NpgsqlConnection> OpenAsync(SessionPurpose purpose, CancellationToken cancellationToken) =>
        target.OpenAsync(purpose, cancellationToken);
}

/// <summary>A runner that does what the test says.</summary>
internal sealed class Script : ITaskRunner
{
    /// <summary>The work of an attempt at a task.</summary>
    public Func<BegunAttempt, IMoved, CancellationToken, Task<TaskResult>> Work { get; set; } =
        (_, _, _) => throw new InvalidOperationException("The script is empty.");

    public Task<TaskResult> RunAsync(ClaimedTask task, BegunAttempt attempt, IMoved moved, CancellationToken cancellationToken) =>
        Work(attempt, moved, cancellationToken);
}

/// <summary>A runner of lots that does what the test says.</summary>
internal sealed class LotScript : ILotRunner
{
    /// <summary>The work of an attempt at a lot.</summary>
    public Func<IReadOnlyList<ClaimedTask>, Action<IReadOnlyList<BegunAttempt>>, CancellationToken,
        Task<IReadOnlyList<(ClaimedTask Task, TaskResult Result)>>> Work { get; set; } =
        (_, _, _) => throw new InvalidOperationException("The script is empty.");

    /// <summary>Hears what the attempt under way has moved.</summary>
    public IMoved? Moved { get; private set; }

    public Task<IReadOnlyList<(ClaimedTask Task, TaskResult Result)>> RunAsync(
        IReadOnlyList<ClaimedTask> tasks, Action<IReadOnlyList<BegunAttempt>> begun, IMoved moved, CancellationToken cancellationToken)
    {
        Moved = moved;
        return Work(tasks, begun, cancellationToken);
    }
}
