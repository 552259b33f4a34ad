using ActorMigrate.Control.Status;
using ActorMigrate.Host.Dashboard;
using ActorMigrate.Host.Inspection;
using ActorMigrate.Host.Settings;
using ActorMigrate.Migration.Directing;
using ActorMigrate.Migration.Failures;

namespace ActorMigrate.Host.Tests.Dashboard;

/// <summary>A migration that a test makes up, and the directives that were given to it.</summary>
internal sealed class FakeWatch : IMigrationWatch
{
    private static readonly DateTime Noon = new(2026, 1, 2, 12, 0, 0, DateTimeKind.Utc);
    private volatile IReadOnlyList<TableDetail> _tables = [];
    private volatile MigrationStatus? _status = Begun();

    /// <summary>The migration; null for none.</summary>
    public MigrationStatus? Status
    {
        get => _status;
        set => _status = value;
    }

    /// <summary>Its tables.</summary>
    public IReadOnlyList<TableDetail> Tables
    {
        get => _tables;
        set => _tables = value;
    }

    /// <summary>The target cannot be read, for this reason.</summary>
    public string? Away { get; set; }

    /// <summary>Reading the status, and asking for a sign of life, each wait for this.</summary>
    public (Task Status, Task Ping) Waits { get; set; } = (Task.CompletedTask, Task.CompletedTask);

    /// <summary>Called whenever the status is read.</summary>
    public Action OnLook { get; set; } = () => { };

    /// <summary>Called whenever a sign of life is asked for.</summary>
    public Action OnPing { get; set; } = () => { };

    /// <summary>The rate of the migration.</summary>
    public IReadOnlyList<RatePoint> History { get; init; } = [];

    /// <summary>Its attempts without success.</summary>
    public IReadOnlyList<AttemptTrouble> Troubles { get; init; } = [];

    /// <summary>The directives that were given.</summary>
    public List<DirectiveDraft> Given { get; } = [];

    /// <summary>The number of times that the status was read.</summary>
    public int Looks { get; private set; }

    /// <summary>A migration that copies, with one node.</summary>
    public static MigrationStatus Begun() => new()
    {
        Id = Guid.Parse("11111111-2222-3333-4444-555555555555"),
        Tool = "0.1.0",
        Source = "old.example.com:5432/shop (15.12)",
        Target = "new.example.com:5432/shop (18.1)",
        StartedAt = Noon,
        At = Noon.AddMinutes(10),
        Phase = "TransferData",
        Term = 1,
        Phases = [new PhaseStatus("ExtractSourceSchema", 4.2, false), new PhaseStatus("CreateTargetSchema", 1.5, false),
            new PhaseStatus("TransferData", 590, true)],
        Tables = new TableTotals(40_000, 12_345, 1, 123_456_789, 42_000_000_000, 90_000_000_000),
        Tasks = new TaskTotals(70_000, 9_000, 4, 41_000, 1, 2),
        Nodes =
        [
            new NodeStatus("db1", "db1.example.com", 4711, "living", true, 0.8, 2, 4, 2, false) { Member = "up", MemberSeconds = 590 },
            new NodeStatus("db2", "db2.example.com", 815, "living", false, 1.1, 2, 4, 2, false) { Member = "up", MemberSeconds = 240 },
        ],
        Running =
        [
            new RunningStatus(7, 1, "copy-partition", "public.orders [3 of 8]", "db1", 62, 4_200_000, 1_300_000_000, null, [], null),
            new RunningStatus(8, 2, "index", "public.orders_created_idx", "db2", 12, 0, 0, "lock: relation", [4242], "55P03 lock timeout"),
        ],
        Failures =
        [
            new FailureStatus(
                "index", "public.users_email_key", 8, "23505", "could not create unique index: key (email)=(a@example.com) is duplicated",
                "Correct the rows in the source, or leave the index out with --skip index.", ["index public.users_email_key"],
                    ["constraint public.users_email_key"]),
        ],
        SnapshotHolders = 2,
        SnapshotSeconds = 595,
    };

    /// <summary>Very many tables, in all states.</summary>
    public static IReadOnlyList<TableDetail> Many(int count) =>
    [
        .. Enumerable.Range(1, count).Select(i => new TableDetail(
            i, i % 7 == 0 ? "audit" : "public", $"item_{i:D5}", null, i % 1000 == 0 ? "failed" : i % 3 == 0 ? "done" : i % 10 == 1
                ? "copying" : "waiting",
            i * 37L % 5_000_000, i * 7919L % 900_000_000, i % 3 == 0 ? i * 37L % 5_000_000 : 0, i % 3 == 0 ? i * 7919L % 900_000_000
                : i % 10 == 1 ? i * 3000L % 900_000 : 0,
            i % 50 == 0 ? 8 : 1, i % 3 == 0 ? (i % 50 == 0 ? 8 : 1) : 0, i % 500 == 0 ? 2 : 0))
            // The one that the running copy of the status is of.
            .Select(table => table.Relation == 2 ? table with { State = "copying", EstimatedBytes = 2_600_000_000, Copies = 8 } : table),
    ];

    /// <summary>Returns the services for a dashboard over this watch.</summary>
    public DashboardServices Services(DashboardOptions? options = null, string? node = null) => new()
    {
        Options = options ?? new DashboardOptions(),
        Watch = this,
        SteerAsync = (draft, _) =>
        {
            lock (Given)
                Given.Add(draft);
            return Task.FromResult($"Taken: {draft.Verb}.");
        },
        Node = node,
        Time = TimeProvider.System,
    };

    /// <inheritdoc />
    public async Task<WatchedStatus?> StatusAsync(CancellationToken cancellationToken)
    {
        Looks++;
        OnLook();
        await Waits.Status.WaitAsync(cancellationToken);
        if (Away is { } why)
            throw new RefusedException(why, "Wait.");
        return Status is { } status ? new WatchedStatus(status,
            new DetailTotals(Troubles.Count, [new CopyDetail(7, 2, 0, 0)]), Troubles) : null;
    }

    /// <inheritdoc />
    public async Task PingAsync(CancellationToken cancellationToken)
    {
        OnPing();
        await Waits.Ping.WaitAsync(cancellationToken);
        if (Away is { } why)
            throw new RefusedException(why, "Wait.");
    }

    /// <inheritdoc />
    public Task<IReadOnlyList<TableDetail>> TablesAsync(Guid migration, CancellationToken cancellationToken) => Task.FromResult(Tables);

    /// <inheritdoc />
    public Task<IReadOnlyList<TaskDetail>> TasksAsync(Guid migration, int relation, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<TaskDetail>>(
    [
        .. Enumerable.Range(1, 3).Select(i => new TaskDetail(
            relation * 10L + i, "copy-partition", $"part {i} of table {relation}", "copy", i == 1 ? "done" : "ready", i == 1 ? 1 : 0,
                "db1", 1000, 80_000, i == 1 ? 1000 : 0,
            i == 1 ? 80_000 : 0, i, null, null, null)),
    ]);

    /// <inheritdoc />
    public Task<IReadOnlyList<RatePoint>> HistoryAsync(Guid migration, CancellationToken cancellationToken) => Task.FromResult(History);

    /// <inheritdoc />
    public Task RestAsync() => Task.CompletedTask;

    /// <inheritdoc />
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
