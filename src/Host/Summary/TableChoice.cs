using ActorMigrate.Host.Wording;
using ActorMigrate.Migration.Summary;

namespace ActorMigrate.Host.Summary;

/// <summary>Chooses the tables that a person is shown: all of a few; of many, those with errors and the largest.</summary>
internal sealed record TableChoice(IReadOnlyList<TableSummary> Tables, string Description, int Left)
{
    private const int All = 60;
    private const int Largest = 20;
    private const int Failed = 100;

    public static TableChoice Of(IReadOnlyList<TableSummary> tables)
    {
        if (tables.Count <= All)
            return new TableChoice(tables, "all", 0);
        var bad = tables.Where(IsBad).ToList();
        var large = tables.Where(table => !IsBad(table)).OrderByDescending(table => table.Bytes).ThenBy(table => table.Source)
            .Take(Largest).ToList();
        var shown = bad.Take(Failed).Concat(large).ToList();
        var description = bad.Count == 0
            ? $"the {large.Count} largest"
            : $"{(bad.Count > Failed ? $"the first {Failed} of {Amounts.Count(bad.Count)}" : Amounts.Count(bad.Count))} with errors and "
                + $"the {large.Count} largest others";
        return new TableChoice(shown, description, tables.Count - shown.Count);
    }

    // A table that a stop left undone is none: after a stop, that may be nearly all.
    private static bool IsBad(TableSummary table) => table.Error is not null || table.Validated == false || table.NotCompared is not null;
}
