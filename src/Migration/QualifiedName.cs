namespace ActorMigrate.Migration;

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
