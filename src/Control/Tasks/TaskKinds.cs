namespace ActorMigrate.Control.Tasks;

/// <summary>The kinds of tasks that the tool itself makes; tasks that make objects have the words of
/// <c>ObjectKinds</c>.</summary>
public static class TaskKinds
{
    /// <summary>A whole table is copied by one task.</summary>
    public const string CopyTable = "copy-table";

    /// <summary>One partition of a large table is copied.</summary>
    public const string CopyPartition = "copy-partition";

    /// <summary>The users' rows of an extension's configuration table are copied.</summary>
    public const string CopyConfiguration = "copy-configuration";

    /// <summary>A batch of large objects is copied.</summary>
    public const string CopyLargeObjects = "copy-large-objects";

    /// <summary>Large objects and their bytes are counted on one side.</summary>
    public const string CountLargeObjects = "count-large-objects";

    /// <summary>A table's rows are counted on one side.</summary>
    public const string CountRows = "count-rows";
}
