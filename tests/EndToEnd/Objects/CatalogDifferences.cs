namespace ActorMigrate.EndToEnd.Tests.Objects;

/// <summary>One fact that is not the same on both sides; null where a side does not have it.</summary>
internal sealed record CatalogDifference(CatalogFact Fact, string? Source, string? Target)
{
    public override string ToString() => $"{Fact}: {Source ?? "NULL"} -> {Target ?? "NULL"}";
}

/// <summary>Compares what two catalogs say.</summary>
internal static class CatalogDifferences
{
    private const string Exists = "exists";

    /// <summary>All differences, and which of them are known ones of these two versions.</summary>
    public static (IReadOnlyList<CatalogDifference> Unknown, IReadOnlyList<KnownDifference> Known) Of(
        CatalogContents source, CatalogContents target)
    {
        var unknown = new List<CatalogDifference>();
        var known = new HashSet<KnownDifference>();
        foreach (var difference in All(source, target))
        {
            if (KnownDifference.Explaining(difference, source, target) is { } explained)
                known.Add(explained);
            else
                unknown.Add(difference);
        }

        return (unknown, [.. known]);
    }

    private static IEnumerable<CatalogDifference> All(CatalogContents source, CatalogContents target)
    {
        var otherVersion = source.Major != target.Major;
        foreach (var fact in source.Facts.Keys.Union(target.Facts.Keys).OrderBy(fact => fact.ToString(), StringComparer.Ordinal))
        {
            // A version of PostgreSQL comes with its own versions of its extensions.
            if (fact.Object.Contains("actormigrate", StringComparison.Ordinal))
                continue;
            if (otherVersion && (source.IsOfExtension(fact) || target.IsOfExtension(fact)))
                continue;
            var (inSource, inTarget) = (source.Facts.GetValueOrDefault(fact), target.Facts.GetValueOrDefault(fact));
            if (inSource != inTarget && IsInBoth(fact, source, target))
                yield return new CatalogDifference(fact, inSource, inTarget);
        }
    }

    /// <summary>A row that one side lacks is one difference, whatever its columns; a column that one version lacks is none.</summary>
    private static bool IsInBoth(CatalogFact fact, CatalogContents source, CatalogContents target)
    {
        if (fact.Column == Exists || !source.Facts.ContainsKey(fact with { Column = Exists }))
            return fact.Column is Exists or "" or "value";
        return target.Facts.ContainsKey(fact with { Column = Exists })
            && source.Columns.Contains((fact.Catalog, fact.Column)) && target.Columns.Contains((fact.Catalog, fact.Column));
    }
}
