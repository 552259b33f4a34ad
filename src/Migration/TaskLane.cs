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
