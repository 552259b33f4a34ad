namespace ActorMigrate.Host.Inspection;

/// <summary>The rows and bytes of a table that copies under way have not committed.</summary>
internal sealed record UnderWay(int Relation, long Rows, long Bytes);

/// <summary>The rows and bytes that were copied, those of copies under way included, and of these the part of each table.</summary>
internal sealed record MovedSoFar(long Rows, long Bytes, IReadOnlyList<UnderWay> UnderWay)
{
    /// <summary>Nothing was copied.</summary>
    public static MovedSoFar Nothing { get; } = new(0, 0, []);

    /// <summary>Computes them of a status that was read.</summary>
    public static MovedSoFar Of(WatchedStatus? status)
    {
        if (status is null)
            return Nothing;
        var copies = CopiesOf(status);
        var committed = status.Migration.Tables;
        return new MovedSoFar(
            committed.Rows + copies.Sum(copy => copy.Rows), committed.Bytes + copies.Sum(copy => copy.Bytes), copies);
    }

    private static List<UnderWay> CopiesOf(WatchedStatus status)
    {
        var running = status.Migration.Running.ToDictionary(task => task.Task);
        return
        [
            .. status.Totals.Copies
                .Where(copy => running.ContainsKey(copy.Task))
                .GroupBy(copy => copy.Relation)
                .Select(table => new UnderWay(
                    table.Key,
                    table.Sum(copy => Math.Max(0, running[copy.Task].Rows - copy.Rows)),
                    table.Sum(copy => Math.Max(0, running[copy.Task].Bytes - copy.Bytes)))),
        ];
    }
}
