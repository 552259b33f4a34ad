using ActorMigrate.Catalog.Tables;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Postgres.Facts;

namespace ActorMigrate.Catalog.Inspection;

/// <summary>Compares encoding, default collation and hash function of two databases.</summary>
public static class DatabaseLocale
{
    /// <summary>Returns how the target differs from the source.</summary>
    public static TargetDifference Difference(ServerFacts source, ServerFacts target)
    {
        ArgumentNullException.ThrowIfNull(source);
        ArgumentNullException.ThrowIfNull(target);
        return (source.Encoding == target.Encoding ? TargetDifference.None : TargetDifference.Encoding)
            | (source.Encoding == target.Encoding || source.Encoding == DatabaseEncoding.SqlAscii
                ? TargetDifference.None
                : TargetDifference.Bytes)
            | (Order(source) == Order(target) && IsSameVersion(source, target) ? TargetDifference.None : TargetDifference.Collation)
            | (source.HashOfProbe == target.HashOfProbe ? TargetDifference.None : TargetDifference.Hashing);
    }

    /// <summary>Tells whether both databases hash equal text to equal numbers: its bytes and the hash function are the same.</summary>
    public static bool HashesTextAlike(TargetDifference differs) =>
        (differs & (TargetDifference.Bytes | TargetDifference.Hashing)) == TargetDifference.None;

    /// <summary>Returns a finding where the target sorts text in another order than the source; empty where it does not.</summary>
    public static IEnumerable<Finding> Findings(ServerFacts source, ServerFacts target)
    {
        if (Difference(source, target).HasFlag(TargetDifference.Collation))
        {
            yield return new Finding(
                $"database {target.Database}",
                $"Its default collation is {Name(target)}, and the source's is {Name(source)}: the order of text may differ, and "
                + "with it the results of queries, "
                    + "the rows that a check or a range partition takes, and what an exclusion or a unique key of expressions keeps apart.",
                null, "Compare what depends on the order of text, or migrate into a database that was made with the source's locale: "
                    + "CREATE DATABASE … TEMPLATE template0 LOCALE_PROVIDER … LOCALE ….");
        }
    }

    // By the bytes of UTF-8, which is also by code points.
    private static readonly HashSet<string> OfCodePoints = ["C", "POSIX", "C.UTF-8", "C.utf8", "C.UTF8"];

    // Other providers than libc do not sort by LC_COLLATE. The built-in provider has no other order than that of code points.
    private static (char Provider, string? Locale) Order(ServerFacts side) => side switch
    {
        { LocaleProvider: 'b' } => ('c', "C"),
        { LocaleProvider: 'c' } => ('c', OfCodePoints.Contains(side.Collate) ? "C" : side.Collate),
        _ => (side.LocaleProvider, side.Locale),
    };

    private static string Name(ServerFacts side)
    {
        var version = side.CollationVersion is null ? "" : $", version {side.CollationVersion}";
        return side.LocaleProvider switch
        {
            'i' => $"{side.Locale} (ICU{version})",
            'b' => $"{side.Locale} (built in)",
            _ => $"{side.Collate} (libc{version})",
        };
    }

    // Servers before 15 do not say, and plain orders such as that of C have none.
    private static bool IsSameVersion(ServerFacts source, ServerFacts target) =>
        source.CollationVersion is null || target.CollationVersion is null || source.CollationVersion == target.CollationVersion;
}
