namespace ActorMigrate.Migration;

/// <summary>The kind of work that a task is, and so which slots of a node it takes.</summary>
public enum TaskLane
{
    /// <summary>Schemas, types, sequences and tables are created before data is copied.</summary>
    Schema,

    /// <summary>Rows are copied.</summary>
    Copy,

    /// <summary>Tables whose rows are in get their keys, indexes and constraints.</summary>
    Finish,

    /// <summary>Rows are counted or compared.</summary>
    Compare,
}

/// <summary>The rows and bytes that a finished task has moved; zero for statements.</summary>
public sealed record TaskResult(long Rows, long Bytes)
{
    /// <summary>The result of a task that moves no rows.</summary>
    public static readonly TaskResult Nothing = new(0, 0);
}

/// <summary>A task as messages speak of it: all but its payload, which only the ledger holds.</summary>
public sealed record TaskLabel(long Id, TaskLane Lane, string Kind, string Name, int? Relation, long EstimatedRows, long EstimatedBytes);
