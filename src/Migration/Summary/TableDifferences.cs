namespace ActorMigrate.Migration.Summary;

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
