namespace ActorMigrate.Catalog.Scope;

/// <summary>Finds what a mistyped name was meant to be.</summary>
internal static class NearNames
{
    /// <summary>Returns up to three of <paramref name="candidates"/> that are nearest to <paramref name="typed"/>, the nearest
    /// first.</summary>
    public static IReadOnlyList<string> Of(string typed, IEnumerable<string> candidates)
    {
        var near = Math.Max(2, typed.Length / 3);
        return [.. candidates
            .Select(name => (Name: name, Distance: Distance(typed.ToUpperInvariant(), name.ToUpperInvariant(), near)))
            .Where(found => found.Distance <= near)
            .OrderBy(found => found.Distance).ThenBy(found => found.Name, StringComparer.Ordinal)
            .Take(3)
            .Select(found => found.Name)];
    }

    // Levenshtein's distance, given up where the lengths alone put it out of reach.
    private static int Distance(string left, string right, int limit)
    {
        if (Math.Abs(left.Length - right.Length) > limit)
            return int.MaxValue;
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var i = 1; i <= left.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= right.Length; j++)
            {
                var substituted = diagonal + (left[i - 1] == right[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, Math.Min(row[j], row[j - 1]) + 1);
            }
        }
        return row[^1];
    }
}
