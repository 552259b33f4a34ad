namespace ActorMigrate.Migration;

/// <summary>Lists names for people: the first twenty, and how many there are beside them.</summary>
public static class NameList
{
    /// <summary>The number of names that are written out.</summary>
    public const int MostNamed = 20;

    /// <summary>Returns the <paramref name="names"/> in their order, as "a, b, c and 7 more".</summary>
    public static string Of<T>(IReadOnlyCollection<T> names, string separator = ", ")
    {
        ArgumentNullException.ThrowIfNull(names);
        var more = names.Count > MostNamed ? $" and {names.Count - MostNamed} more" : "";
        return string.Join(separator, names.Take(MostNamed)) + more;
    }
}
