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

/// <summary>The ways of generating a column (<c>attgenerated</c>).</summary>
internal enum Generation
{
    None,
    Stored,
    Virtual,
}

/// <summary>The kinds of identity columns (<c>attidentity</c>).</summary>
internal enum IdentityKind
{
    None,
    Always,
    ByDefault,
}

/// <summary>A default or generation expression, deparsed; its oid is in <c>pg_attrdef</c>.</summary>
internal sealed record ColumnDefault(uint Oid, string Expression)
{
    public ObjectAddress Address => new(SystemCatalog.Default, Oid);
}

/// <summary>A named not-null constraint, which exists from 18 on.</summary>
internal sealed record NotNullConstraint(uint Oid, string Name, bool IsLocal, bool NoInherit, bool IsValid);
