namespace ActorMigrate.Migration.Summary;

/// <summary>The difference of one row between source and target.</summary>
public enum RowDifferenceKind
{
    /// <summary>The source has the row, the target has not.</summary>
    Missing,

    /// <summary>The target has the row, the source has not.</summary>
    Extra,

    /// <summary>Both sides have a row of this key, with different values.</summary>
    Changed,
}

/// <summary>One column of a row that differs. Both values are null where values are left out; a value that is NULL is null, too.</summary>
/// <param name="Name">The column.</param>
/// <param name="Source">The beginning of the value's text in the source.</param>
/// <param name="Target">The beginning of the value's text in the target.</param>
public sealed record ColumnValues(string Name, string? Source, string? Target);

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

/// <summary>The differences that were found in a table.</summary>
public sealed record TableDifferences
{
    /// <summary>The columns of the key by which rows were told apart; empty where whole rows were.</summary>
    public required IReadOnlyList<string> Key { get; init; }

    /// <summary>Ranges of rows, and how many of them differ. The hash of a row's key decides its range.</summary>
    public required int Ranges { get; init; }

    /// <inheritdoc cref="Ranges"/>
    public required int RangesDiffering { get; init; }

    /// <summary>Rows that only the source has.</summary>
    public required long Missing { get; init; }

    /// <summary>Rows that only the target has.</summary>
    public required long Extra { get; init; }

    /// <summary>Rows of the same key with other values.</summary>
    public required long Changed { get; init; }

    /// <summary>The first of them.</summary>
    public required IReadOnlyList<RowDifference> Rows { get; init; }

    /// <summary>Values are left out of <see cref="Rows"/>.</summary>
    public bool Redacted { get; init; }

    /// <summary>The ranges that differed were copied again.</summary>
    public bool Repaired { get; init; }

    /// <summary>Why they were not, where that was asked for; null otherwise.</summary>
    public string? NotRepaired { get; init; }

    /// <summary>All rows that differ.</summary>
    public long Total => Missing + Extra + Changed;
}
