using System.Globalization;
using System.Text.RegularExpressions;

namespace ActorMigrate.Host.Demo;

/// <summary>The numbers of rows of the demonstration's tables. The names are the variables of the SQL files beside it,
/// which psql takes with <c>-v</c>.</summary>
internal sealed partial record DemoScale(double Scale)
{
    // At scale 1; in such proportions as the site's own.
    private static readonly Dictionary<string, long> Full = new()
    {
        ["users"] = 200_000,
        ["posts"] = 500_000,
        ["votes"] = 1_800_000,
        ["comments"] = 600_000,
        ["badges"] = 300_000,
        ["post_links"] = 60_000,
        ["page_views"] = 200_000,
    };

    // The bytes on disk that a row takes while it is being made, with indexes, sort files and WAL, on both servers together.
    private const long BytesAtFullScale = 2_500_000_000;

    private const long CopyBytesAtFullScale = 600_000_000;

    /// <summary>Bytes of COPY data of all tables together, about.</summary>
    public long CopyBytes => Math.Max(1_000_000, (long)(Scale * CopyBytesAtFullScale));

    /// <summary>Rows of all tables together, apart from the lookups.</summary>
    public long Rows => Full.Keys.Sum(Count);

    /// <summary>Bytes of disk that source and target need together.</summary>
    public long DiskBytes => (long)(Scale * BytesAtFullScale) + 300_000_000;

    /// <summary>Returns the rows of one table, at least ten.</summary>
    public long Count(string table) => Math.Max(10, (long)(Full[table] * Scale));

    /// <summary>Puts the numbers in the place of the variables.</summary>
    public string Apply(string sql) =>
        Variable().Replace(sql, match => Full.ContainsKey(match.Groups[1].Value)
            ? Count(match.Groups[1].Value).ToString(CultureInfo.InvariantCulture)
            : match.Value);

    [GeneratedRegex(@"(?<![:\w]):([a-z_]+)\b")]
    private static partial Regex Variable();
}
