using ActorMigrate.Migration.Planning;

namespace ActorMigrate.Control.Plan;

/// <summary>The input for planning a table's copies: its storage as the snapshot saw it, and the columns to copy.</summary>
public sealed record RelationShape(TableFacts Facts, IReadOnlyList<string> Columns)
{
    /// <summary>For rows that are copied into a partitioned table as a whole: the source's leaves, each
    /// read by itself; null for any other table.</summary>
    public IReadOnlyList<RelationShape>? Leaves { get; init; }

    /// <summary>Relations whose rows come first; null for none.</summary>
    public IReadOnlyList<int>? After { get; init; }

    /// <summary>Returns the tables that are read: itself, or its leaves.</summary>
    public IEnumerable<RelationShape> Read() => Leaves ?? [this];
}
