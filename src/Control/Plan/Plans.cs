using ActorMigrate.Migration;

namespace ActorMigrate.Control;

/// <summary>The plan that is written when a migration is recorded: everything but the copies, which may be there, too.</summary>
public sealed record PlanDraft(
    IReadOnlyCollection<RelationDraft> Relations,
    IReadOnlyCollection<TaskDraft> Tasks,
    IReadOnlyCollection<NotMigrated> NotMigrated,
    IReadOnlyCollection<Finding> Findings)
{
    /// <summary>Nothing at all.</summary>
    public static readonly PlanDraft Empty = new([], [], [], []);

    /// <summary>The copies are among the tasks, and the needs tell who waits for which.</summary>
    public bool HasCopies { get; init; }
}

/// <summary>A task to be written to the ledger. The task may be claimed from <paramref name="OpensAt"/> on, once all of
/// <paramref name="Needs"/> are done; the phase <paramref name="AwaitedIn"/> does not end before it is settled.</summary>
public sealed record TaskDraft(
    long Id,
    TaskLane Lane,
    string Kind,
    string Name,
    int? Relation,
    Phase OpensAt,
    Phase AwaitedIn,
    string Payload,
    long EstimatedRows,
    long EstimatedBytes,
    IReadOnlyList<long> Needs)
{
    /// <summary>Relations whose rows must be in before; their copies may be planned later.</summary>
    public IReadOnlyList<int> NeedsData { get; init; } = [];

    /// <summary>The task is quick, and may be done with others in one transaction.</summary>
    public bool Together { get; init; }
}

/// <summary>A task that copies a table or a partition of it. The ledger works out its needs.</summary>
public sealed record CopyDraft(int Relation, string Kind, string Name, CopyPayload Payload, long EstimatedRows, long EstimatedBytes)
{
    /// <summary>Relations whose rows must be in before, because these rows are computed or checked from them.</summary>
    public IReadOnlyList<int> NeedsData { get; init; } = [];

    /// <summary>The task is quick, and may be done with others in one transaction.</summary>
    public bool Together { get; init; }

    /// <summary>The task that the draft becomes.</summary>
    public TaskDraft AsTask(long id) => new(
        id, TaskLane.Copy, Kind, Name, Relation, Phase.TransferData, Phase.TransferData, PayloadJson.Write(Payload),
        EstimatedRows, EstimatedBytes, []) { NeedsData = NeedsData, Together = Together };
}

/// <summary>The input for planning a table's copies: its storage as the snapshot saw it, and the columns to copy.</summary>
public sealed record RelationShape(TableFacts Facts, IReadOnlyList<string> Columns)
{
    /// <summary>Where rows are copied into a partitioned table as a whole: the source's leaves, each
    /// read by itself; null for any other table.</summary>
    public IReadOnlyList<RelationShape>? Leaves { get; init; }

    /// <summary>Relations whose rows come first; null for none.</summary>
    public IReadOnlyList<int>? After { get; init; }

    /// <summary>The tables that are read: itself, or its leaves.</summary>
    public IEnumerable<RelationShape> Read() => Leaves ?? [this];
}

/// <summary>One in-scope table as the ledger knows it.</summary>
public sealed record RelationDraft(
    int Id,
    QualifiedName Source,
    QualifiedName Target,
    long EstimatedRows,
    long EstimatedBytes,
    bool Binary,
    string FormatReason)
{
    /// <summary>The input for planning its copies; null where they are planned from the start.</summary>
    public RelationShape? Shape { get; init; }
}

/// <summary>A table and how many of its copies are not done.</summary>
public sealed record PlannedCopies(int Relation, QualifiedName Name, int Copies, long EstimatedRows, long EstimatedBytes);

/// <summary>A task that nothing can bring to an end. <paramref name="Waits"/>: what it waits for, in words.</summary>
public sealed record StuckTask(string Kind, string Name, string Waits)
{
    /// <summary>The task for people.</summary>
    public override string ToString() => $"{Kind} {Name} ({Waits})";
}

/// <summary>A task that runs statements, as it was planned.</summary>
public sealed record PlannedStatements(long Task, string Kind, string Name, StatementPayload Payload);

/// <summary>The kinds of findings in the ledger.</summary>
public static class FindingKinds
{
    /// <summary>Something of the source that is not carried over.</summary>
    public const string NotMigrated = "not-migrated";

    /// <summary>Objects of the source that the options leave out.</summary>
    public const string LeftOut = "left-out";

    /// <summary>Something about the plan that a person should know.</summary>
    public const string Plan = "plan";

    /// <summary>Something that happened to the run itself and that its end must tell.</summary>
    public const string Run = "run";

    /// <summary>A failure that nothing can go on after.</summary>
    public const string Fatal = "fatal";
}
