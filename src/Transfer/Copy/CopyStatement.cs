using System.Globalization;
using ActorMigrate.Control.Plan;
using ActorMigrate.Migration.Planning;
using ActorMigrate.Postgres;

namespace ActorMigrate.Transfer.Copy;

/// <summary>Writes the COPY statements of a task. COPY of a table leaves out the rows of inheritance children; a query
/// needs ONLY for that.</summary>
internal static class CopyStatement
{
    /// <summary>Returns the COPY out of the source, of the rows that <paramref name="predicate"/> selects.</summary>
    public static string From(CopyPayload payload, RowPredicate predicate)
    {
        var table = Identifier.Qualify(payload.Source);
        var format = payload.Binary ? "binary" : "text";
        var rows = predicate is RowPredicate.All && payload.Condition is null
            ? table + ColumnList(payload)
            : $"(SELECT {List(payload.Columns)} FROM ONLY {table}{Where(predicate)}{Condition(payload)})";
        return $"COPY {rows} TO STDOUT (FORMAT {format})";
    }

    /// <summary>Returns TRUNCATE of the target's tables, in one statement.</summary>
    public static string Truncate(IEnumerable<CopyPayload> payloads) =>
        "TRUNCATE " + string.Join(", ", payloads.Select(payload => "ONLY " + Identifier.Qualify(payload.Target)));

    /// <summary>Returns the lock of the target's tables that TRUNCATE takes.</summary>
    public static string Lock(IEnumerable<CopyPayload> payloads) =>
        $"LOCK TABLE {string.Join(", ", payloads.Select(payload => "ONLY " + Identifier.Qualify(payload.Target)))} IN ACCESS EXCLUSIVE "
            + "MODE";

    /// <summary>Returns the DELETE of the rows of a configuration table that are about to be copied.</summary>
    public static string DeleteConfiguration(CopyPayload payload) =>
        $"DELETE FROM ONLY {Identifier.Qualify(payload.Target)}{Condition(payload)}";

    /// <summary>Returns COPY into the target, with FREEZE where <paramref name="freeze"/> says that the table was created or truncated in
    /// this transaction (manual, COPY).</summary>
    public static string Into(CopyPayload payload, bool freeze)
    {
        var options = (payload.Binary ? "FORMAT binary" : "FORMAT text") + (freeze ? ", FREEZE" : "");
        return $"COPY {Identifier.Qualify(payload.Target)}{ColumnList(payload)} FROM STDIN ({options})";
    }

    /// <summary>Returns the predicate as a WHERE clause, or nothing for every row. Bounds are typed constants, compared as a
    /// row.</summary>
    public static string Where(RowPredicate predicate) => predicate switch
    {
        RowPredicate.All => "",
        RowPredicate.CtidRange { ToPage: null } open => $" WHERE ctid >= {Tid(open.FromPage)}",
        RowPredicate.CtidRange range => $" WHERE ctid >= {Tid(range.FromPage)} AND ctid < {Tid(range.ToPage!.Value)}",
        RowPredicate.KeyRange range => Where(range),
        _ => throw new ArgumentOutOfRangeException(nameof(predicate), predicate, null),
    };

    /// <summary>Returns the key, as text, of the last row of the next chunk of <paramref name="rest"/>; no row when the rest is shorter
    /// than a chunk. The inner query sorts by the key itself, not by its text.</summary>
    public static string LastKeyOfChunk(CopyPayload payload, RowPredicate.KeyRange rest)
    {
        var keys = rest.Columns.Select(column => Identifier.Quote(column.Name)).ToList();
        var list = string.Join(", ", keys);
        var skip = (payload.ChunkRows!.Value - 1).ToString(CultureInfo.InvariantCulture);
        var texts = string.Join(", ", keys.Select(KeyColumn.TextOf));
        return $"SELECT {texts} FROM (SELECT {list} FROM ONLY {Identifier.Qualify(payload.Source)}{Where(rest)} "
            + $"ORDER BY {list} OFFSET {skip} LIMIT 1) chunk";
    }

    private static string Condition(CopyPayload payload) => string.IsNullOrEmpty(payload.Condition) ? "" : " " + payload.Condition;

    /// <summary>Returns the list of columns, or nothing where all columns are copied: without a list, COPY takes every column but the
    /// generated ones.</summary>
    private static string ColumnList(CopyPayload payload) => payload.Columns.Count == 0 ? "" : $" ({List(payload.Columns)})";

    private static string Where(RowPredicate.KeyRange range)
    {
        var keys = Row(range.Columns.Select(column => Identifier.Quote(column.Name)));
        var bounds = new List<string>(2);
        if (range.After is { } after)
            bounds.Add($"{keys} > {Row(Values(range.Columns, after))}");
        if (range.UpTo is { } upTo)
            bounds.Add($"{keys} <= {Row(Values(range.Columns, upTo))}");
        return bounds.Count == 0 ? "" : " WHERE " + string.Join(" AND ", bounds);
    }

    private static IEnumerable<string> Values(IReadOnlyList<KeyColumn> columns, IReadOnlyList<string> values) =>
        columns.Zip(values, (column, value) => $"{Literal.Quote(value)}::{column.TypeName}");

    private static string Row(IEnumerable<string> parts) => $"ROW({string.Join(", ", parts)})";

    private static string List(IEnumerable<string> names) => string.Join(", ", names.Select(Identifier.Quote));

    private static string Tid(long page) => $"'({page.ToString(CultureInfo.InvariantCulture)},0)'::tid";
}
