using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Control.Status;

/// <summary>Reads the details of a migration for those who watch it, and only reads.</summary>
public static class DetailLedger
{
    /// <summary>The most tasks of one table that are read.</summary>
    public const int MostTasks = 2000;

    private const int MostTroubles = 50;

    /// <summary>Returns all in-scope tables of <paramref name="migration"/>, by their numbers.</summary>
    public static Task<IReadOnlyList<TableDetail>> TablesAsync(NpgsqlConnection target, Guid migration,
        CancellationToken cancellationToken) =>
        LedgerSession.ReadAsync(target, SqlText.Load<TableDetail>("detail-tables.sql"), Table, cancellationToken, migration);

    /// <summary>Returns the tasks of one table, at most <see cref="MostTasks"/>.</summary>
    public static Task<IReadOnlyList<TaskDetail>> TasksAsync(NpgsqlConnection target, Guid migration, int relation,
        CancellationToken cancellationToken) =>
        LedgerSession.ReadAsync(target, SqlText.Load<TaskDetail>("detail-tasks.sql"), TaskOf, cancellationToken, migration, relation,
            MostTasks);

    /// <summary>Returns what a status lacks of the migration as a whole.</summary>
    public static async Task<DetailTotals> TotalsAsync(NpgsqlConnection target, Guid migration, CancellationToken cancellationToken)
    {
        var unsuccessful = await LedgerSession.ReadAsync(
            target, SqlText.Load<DetailTotals>("detail-totals.sql"), row => row.GetInt64(0), cancellationToken, migration);
        var copies = await LedgerSession.ReadAsync(
            target, SqlText.Load<CopyDetail>("detail-copying.sql"),
            row => new CopyDetail(row.GetInt64(0), row.GetInt32(1), row.GetInt64(2), row.GetInt64(3)), cancellationToken, migration);
        return new DetailTotals(unsuccessful is [var count] ? count : 0, copies);
    }

    /// <summary>Returns the latest attempts without success, the last one first.</summary>
    public static Task<IReadOnlyList<AttemptTrouble>> TroublesAsync(NpgsqlConnection target, Guid migration,
        CancellationToken cancellationToken) =>
        LedgerSession.ReadAsync(target, SqlText.Load<AttemptTrouble>("detail-troubles.sql"), Trouble, cancellationToken, migration,
            MostTroubles);

    private static TableDetail Table(NpgsqlDataReader row)
    {
        var (schema, name) = (row.GetString(1), row.GetString(2));
        var target = (Schema: row.GetString(3), Name: row.GetString(4));
        return new TableDetail(
            row.GetInt32(0), schema, name, target == (schema, name) ? null : $"{target.Schema}.{target.Name}", row.GetString(7),
            row.GetInt64(5), row.GetInt64(6), row.GetInt64(8), row.GetInt64(9), row.GetInt64(10), row.GetInt64(11), row.GetInt64(12));
    }

    private static TaskDetail TaskOf(NpgsqlDataReader row) => new(
        row.GetInt64(0), row.GetString(1), row.GetString(2), row.GetString(3), row.GetString(4), row.GetInt32(5), row.TextOrNull(6),
        row.GetInt64(7), row.GetInt64(8), row.GetInt64(9), row.GetInt64(10), row.GetDouble(11), row.TextOrNull(12),
        row.TextOrNull(13), row.TextOrNull(14));

    private static AttemptTrouble Trouble(NpgsqlDataReader row) => new(
        row.ValueOrNull<DateTime>(0), row.GetString(1), row.GetString(2), row.GetInt32(3), row.TextOrNull(4), row.GetString(5),
        row.TextOrNull(6), row.TextOrNull(7));
}
