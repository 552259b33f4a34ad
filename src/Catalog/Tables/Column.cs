using ActorMigrate.Migration;

namespace ActorMigrate.Catalog.Tables;

/// <summary>A column of a table or composite type.</summary>
public sealed record Column
{
    /// <summary>Its name.</summary>
    public required string Name { get; init; }

    /// <summary>Its number (<c>attnum</c>), from 1, with gaps where columns were dropped.</summary>
    public required int Number { get; init; }

    /// <summary>Its type with modifiers, as <c>format_type</c> spells it.</summary>
    public required string TypeName { get; init; }

    /// <summary>The column takes no nulls.</summary>
    public required bool IsNotNull { get; init; }

    /// <summary>Its value is computed from other columns; it is never copied.</summary>
    public bool IsGenerated => Generated != Generation.None;

    internal uint TypeOid { get; init; }

    internal Generation Generated { get; init; }

    internal IdentityKind Identity { get; init; }

    internal ColumnDefault? Default { get; init; }

    internal NotNullConstraint? NotNull { get; init; }

    internal QualifiedName? Collation { get; init; }

    internal char? Storage { get; init; }

    internal char? Compression { get; init; }

    internal int? StatisticsTarget { get; init; }

    internal string[] Options { get; init; } = [];

    /// <summary>Options of a foreign table's column.</summary>
    internal string[] ForeignOptions { get; init; } = [];

    internal bool IsLocal { get; init; } = true;
}
