namespace ActorMigrate.Migration.Summary;

/// <summary>One row that differs.</summary>
public sealed record RowDifference
{
    /// <summary>The kind of difference.</summary>
    public required RowDifferenceKind Kind { get; init; }

    /// <summary>The key's columns with their values; empty where the table has no key.</summary>
    public required IReadOnlyList<ColumnValues> Key { get; init; }

    /// <summary>The columns that differ. Of a missing or extra row of a table without a key: all columns.</summary>
    public required IReadOnlyList<ColumnValues> Columns { get; init; }

    /// <summary>The place of the row in the source (<c>ctid</c>), or null.</summary>
    public string? SourcePlace { get; init; }

    /// <summary>The place of the row in the target (<c>ctid</c>), or null.</summary>
    public string? TargetPlace { get; init; }
}
