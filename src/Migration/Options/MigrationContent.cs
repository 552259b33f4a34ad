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
