namespace ActorMigrate.Migration;

/// <summary>Names one migration: one run from a source to a target.</summary>
public readonly record struct MigrationId(Guid Value)
{
    /// <inheritdoc />
    public override string ToString() => Value.ToString("D");
}

/// <summary>Names one process that takes part in a migration; chosen at its start, never reused.</summary>
public readonly record struct NodeId(Guid Value)
{
    /// <inheritdoc />
    public override string ToString() => Value.ToString("D");
}

/// <summary>Names one try at a task: the task's number in the ledger and the attempt's, from 1. It
/// fences every write of a result.</summary>
public readonly record struct AttemptId(long Task, int Attempt)
{
    /// <inheritdoc />
    public override string ToString() => $"{Task}.{Attempt}";
}

/// <summary>The schema and name of an object, unquoted, as in the catalogs.</summary>
public readonly record struct QualifiedName(string Schema, string Name) : IComparable<QualifiedName>
{
    /// <summary>The name under which the ledger and the summary hold all large objects together:
    /// that of PostgreSQL's own catalog of them.</summary>
    public static readonly QualifiedName LargeObjects = new("pg_catalog", "pg_largeobject");

    /// <summary>Orders by schema, then name, byte by byte, so that plans and reports do not depend on a locale.</summary>
    public int CompareTo(QualifiedName other)
    {
        var bySchema = string.CompareOrdinal(Schema, other.Schema);
        return bySchema != 0 ? bySchema : string.CompareOrdinal(Name, other.Name);
    }

    /// <summary>Returns the name for people: <c>schema.name</c>, without quotes. Not for statements.</summary>
    public override string ToString() => $"{Schema}.{Name}";

    /// <summary>Less than, in the order of <see cref="CompareTo"/>.</summary>
    public static bool operator <(QualifiedName left, QualifiedName right) => left.CompareTo(right) < 0;

    /// <summary>Greater than, in the order of <see cref="CompareTo"/>.</summary>
    public static bool operator >(QualifiedName left, QualifiedName right) => left.CompareTo(right) > 0;

    /// <summary>Less than or equal, in the order of <see cref="CompareTo"/>.</summary>
    public static bool operator <=(QualifiedName left, QualifiedName right) => left.CompareTo(right) <= 0;

    /// <summary>Greater than or equal, in the order of <see cref="CompareTo"/>.</summary>
    public static bool operator >=(QualifiedName left, QualifiedName right) => left.CompareTo(right) >= 0;
}
