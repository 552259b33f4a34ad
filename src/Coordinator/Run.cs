using ActorMigrate.Control;
using ActorMigrate.Control.Migrations;
using ActorMigrate.Control.Nodes;
using ActorMigrate.Control.Plan;
using ActorMigrate.Control.Status;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Coordinator.Phases;
using ActorMigrate.Coordinator.Resuming;
using ActorMigrate.Coordinator.Snapshot;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Options;
using ActorMigrate.Postgres.Session;
using ActorMigrate.Postgres.Snapshot;
using Npgsql;

namespace ActorMigrate.Coordinator;

/// <summary>The state that the phases of one run hand on to each other. Only the coordinator's own,
/// sequential phase work touches it.</summary>
internal sealed class Run : IAsyncDisposable
{
    private const long FirstTerm = 1;

    private readonly LedgerSession session;
    private readonly LedgerSession granting;
    private readonly LockWaiterHandler lockWaiters;
    private readonly long startedTicks;

    public Run(RunRequest request)
    {
        Request = request;
        StartedAt = request.Time.GetUtcNow();
        startedTicks = request.Time.GetTimestamp();
        Trace = new RunTrace(request);
        Source = request.Source.Connection.Describe();
        Target = request.Target.Connection.Describe();
        session = new LedgerSession(request.Target, SessionPurpose.Control);
        Term = request.Adopted?.Term ?? new CoordinatorTerm(request.Coordinator, FirstTerm);
        Migration = new MigrationLedger(session, request.Id, Term.Coordinator, Term.Term);
        Plan = new PlanLedger(session, request.Id);
        granting = new LedgerSession(request.Target, SessionPurpose.Control);
        var shared = request.Options.Shared;
        Grants = new TaskLedger(granting, request.Id, new ClaimLimits(shared.IndexMemoryBytes, shared.SplitBytes));
        Results = new ResultLedger(session, request.Id);
        Snapshots = new SnapshotLedger(session, request.Id);
        Nodes = new NodeLedger(session, request.Id);
        Crashes = new CrashLedger(session, request.Id);
        Directives = new DirectiveLedger(session, request.Id);
        Node = request.Options.Node;
        lockWaiters = new LockWaiterHandler(Snapshots, words => Notice(words), request.Time);
        Snapshot?.OnLockWaiters = HandleLockWaitersAsync;
        request.Keep.OtherIdsAsync = OtherSnapshotIdsAsync;
        if (request.Adopted is { } adopted)
            (Recorded, Snapshot, Source, Target) = (true, adopted.Snapshot, adopted.Source, adopted.Target);
    }

    public RunRequest Request { get; }

    public MigrationOptions Options => Request.Options;

    public DateTimeOffset StartedAt { get; }

    public TimeSpan Elapsed => Request.Time.GetElapsedTime(startedTicks);

    /// <summary>The source for people: where it is and its version, once that is known.</summary>
    public string Source { get; private set; }

    /// <inheritdoc cref="Source"/>
    public string Target { get; private set; }

    /// <summary>The term that entitles this run's coordinator to write.</summary>
    public CoordinatorTerm Term { get; }

    public MigrationLedger Migration { get; }

    public PlanLedger Plan { get; }

    /// <summary>Claims tasks, on a session of its own, within the limits that hold for the migration.</summary>
    public TaskLedger Grants { get; }

    /// <summary>Tells whether every copy is in by the phases entered so far: nothing reads under the snapshot any more.</summary>
    public bool IsPastCopies { get; set; }

    public ResultLedger Results { get; }

    public SnapshotLedger Snapshots { get; }

    public NodeLedger Nodes { get; }

    public CrashLedger Crashes { get; }

    public DirectiveLedger Directives { get; }

    /// <summary>The target's timeline as it was noted last; null before that.</summary>
    public int? TargetTimeline { get; set; }

    /// <summary>Returns the work that is outstanding in the ledger.</summary>
    public Task<Outstanding> Outstanding(CancellationToken cancellationToken) =>
        new AdoptionLedger(session, Request.Id).OutstandingAsync(retriesFailed: false, cancellationToken);

    /// <summary>Null before it is exported and after it was released.</summary>
    public SourceSnapshot? Snapshot
    {
        get => Request.Keep.Snapshot;
        set
        {
            Request.Keep.Snapshot = value;
            value?.OnLockWaiters = HandleLockWaitersAsync;
        }
    }

    /// <summary>Tells of the migration and its phases in its trace.</summary>
    public RunTrace Trace { get; }

    /// <summary>Shows the user a notice.</summary>
    public Action<string> Notice { get; set; } = _ => { };

    /// <summary>Tells the other nodes how the migration has ended.</summary>
    public Action<Outcome> Ended { get; set; } = _ => { };

    /// <summary>Keeps the ids of the snapshot's holders in the ledger, once there is one.</summary>
    public SnapshotRecord? SnapshotRecord { get; set; }

    /// <summary>The control schema holds this migration: something was touched, and there is a ledger to ask.</summary>
    public bool Recorded
    {
        get => Request.Keep.Recorded;
        set => Request.Keep.Recorded = value;
    }

    /// <summary>The ledger says how the run has ended.</summary>
    public bool EndIsRecorded { get; set; }

    /// <summary>The node's options, fitted to the connections that are free.</summary>
    public NodeOptions Node { get; private set; }

    /// <summary>Takes what the first look found, with the snapshot, and tells its notices.</summary>
    public void See(Looked looked)
    {
        Source = $"{Request.Source.Connection.Describe()} (PostgreSQL {looked.Seen.Source.Version})";
        Target = $"{Request.Target.Connection.Describe()} (PostgreSQL {looked.Seen.Target.Version})";
        Node = looked.Node;
        Snapshot?.OnLockWaiters = HandleLockWaitersAsync;
        foreach (var words in looked.Notices)
            Notice(words);
    }

    /// <summary>Returns a session of the source under the snapshot. Fails as <see cref="SnapshotReleased"/> says once that is
    /// released.</summary>
    public Task<NpgsqlConnection> OpenSourceAsync(SessionPurpose purpose, CancellationToken cancellationToken) =>
        Snapshot is { } held
            ? held.OpenAsync(purpose, cancellationToken)
            : throw SnapshotReleased.Error;

    /// <summary>Returns the ids by which other nodes hold the snapshot, too; none before the ledger stands.</summary>
    public async Task<IReadOnlyList<string>> OtherSnapshotIdsAsync(CancellationToken cancellationToken) =>
        Recorded ? await Snapshots.LivingAsync(cancellationToken) : [];

    /// <summary>Returns those of the tables that sessions wait for whose rows are copied; none before the ledger stands.</summary>
    private async Task<IReadOnlyList<QualifiedName>> HandleLockWaitersAsync(
        IReadOnlyList<LockWaiter> waiters, CancellationToken cancellationToken) =>
        Recorded ? await lockWaiters.HandleAsync(waiters, cancellationToken) : [];

    public async Task ReleaseSnapshotAsync()
    {
        SnapshotRecord?.Dispose();
        await Request.Keep.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        SnapshotRecord?.Dispose();
        Snapshot?.OnLockWaiters = null;
        await granting.DisposeAsync();
        await session.DisposeAsync();
    }
}
