namespace ActorMigrate.Migration.Options;

/// <summary>The content that is carried over: objects, rows, or both.</summary>
public enum MigrationContent
{
    /// <summary>Objects and rows.</summary>
    Everything,

    /// <summary>Objects alone: no rows, no values of sequences, no large objects.</summary>
    SchemaOnly,

    /// <summary>Rows, values of sequences and large objects, into tables that the target has in the same shape.</summary>
    DataOnly,
}

/// <summary>The consequence of an object that cannot be made.</summary>
public enum OnObjectError
{
    /// <summary>The object is reported, what needs it is skipped, and the rest goes on.</summary>
    Continue,

    /// <summary>The run stops, and can be resumed.</summary>
    Stop,
}
