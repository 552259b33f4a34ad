using ActorMigrate.Postgres;

namespace ActorMigrate.Validation.Rows;

/// <summary>The statements that divide one table's rows on one side into ranges, by the first bits of the hash of each row's key. The hash
/// is of the key's text, so a row falls into the same range on both sides, whatever their collations and physical orders. Without a key,
/// the hash is of the whole row.</summary>
/// <param name="Compared">The rows.</param>
/// <param name="KeyText">The bytes of the key's text; null where the table has no key.</param>
/// <param name="RowText">The bytes of the row's text.</param>
internal sealed record HashedRows(ComparedRows Compared, string? KeyText, string RowText)
{
    /// <summary>The number of ranges: few enough to keep in memory, enough that two more reads of the table find the rows.</summary>
    public const int Ranges = 4096;

    private string KeyHash => $"pg_catalog.md5({KeyText ?? RowText})";

    private string RowHash => $"pg_catalog.md5({RowText})";

    private string Range => $"('x' || pg_catalog.substr({KeyHash}, 1, 3))::pg_catalog.bit(12)::pg_catalog.int4";

    /// <summary>Returns for each range its number, its rows and their digest.</summary>
    public string DigestsOfRanges() => $"""
        SELECT hashed.range, pg_catalog.count(*), {RowDigest.SumsOf("hashed.hash")}
        FROM (SELECT {Range} AS range, {RowHash} AS hash {Compared.From} OFFSET 0) AS hashed
        GROUP BY hashed.range
        """;

    /// <summary>Returns the hashes of keys and rows in <paramref name="ranges"/>, how often each pair occurs and where it does once, in the
    /// order of the hashes. Rows of other ranges are not written as text.</summary>
    public string HashesIn(IReadOnlyCollection<int> ranges) => $"""
        SELECT hashed.key, hashed.hash, pg_catalog.count(*), pg_catalog.min(hashed.place)
        FROM (SELECT {KeyHash} COLLATE pg_catalog."C" AS key,
                     CASE WHEN {IsIn(ranges)} THEN {RowHash} COLLATE pg_catalog."C" END AS hash,
                     pg_catalog.concat(tableoid, ' ', ctid) COLLATE pg_catalog."C" AS place
              {Compared.From} OFFSET 0) AS hashed
        WHERE hashed.hash IS NOT NULL
        GROUP BY hashed.key, hashed.hash
        ORDER BY hashed.key, hashed.hash
        """;

    /// <summary>Returns the condition that a row is in one of <paramref name="ranges"/>.</summary>
    public string IsIn(IReadOnlyCollection<int> ranges) =>
        $"{Range} = ANY ({Literal.Quote("{" + string.Join(',', ranges) + "}")}::pg_catalog.int4[])";
}
