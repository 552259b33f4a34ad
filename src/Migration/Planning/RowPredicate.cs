using System.Text.Json.Serialization;

namespace ActorMigrate.Migration.Planning;

/// <summary>The rows of a table that a task reads. Rendered as SQL where it is read; values are text forms of key columns.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "by")]
[JsonDerivedType(typeof(All), "all")]
[JsonDerivedType(typeof(CtidRange), "ctid")]
[JsonDerivedType(typeof(KeyRange), "key")]
public abstract record RowPredicate
{
    private RowPredicate()
    {
    }

    /// <summary>Every row.</summary>
    public sealed record All : RowPredicate;

    /// <summary>Rows in the pages from <paramref name="FromPage"/> up to, not including, <paramref name="ToPage"/>; a null end is open,
    /// so that pages added after the sizes were read are not missed.</summary>
    public sealed record CtidRange(long FromPage, long? ToPage) : RowPredicate;

    /// <summary>Rows whose key is greater than <paramref name="After"/> and at most <paramref name="UpTo"/>, compared as a row of
    /// <paramref name="Columns"/>; a null bound is open. <paramref name="Within"/> are the tiles of it, in order, at whose last keys it can
    /// be split once more; null where none are known.</summary>
    public sealed record KeyRange(
        IReadOnlyList<KeyColumn> Columns,
        IReadOnlyList<string>? After,
        IReadOnlyList<string>? UpTo,
        IReadOnlyList<KeyTile>? Within = null) : RowPredicate;
}
