namespace ActorMigrate.Migration.Planning;

/// <summary>One column of a key. A value in text form is cast to <paramref name="TypeName"/>, so that it compares as the column does: a
/// qualified type, and a collation where the column has one of its own.</summary>
public sealed record KeyColumn(string Name, string TypeName)
{
    /// <summary>Returns the text of a column's values by their type's output function, which only superusers can write. A cast to text
    /// might call a function of the type's owner.</summary>
    public static string TextOf(string column) => $"pg_catalog.concat({column})";
}
