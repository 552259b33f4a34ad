using ActorMigrate.Migration;
using ActorMigrate.Postgres.Session;
using Npgsql;

namespace ActorMigrate.Postgres.Snapshot;

/// <summary>Finds who keeps others from locking tables.</summary>
public static class TableLockHolders
{
    private static readonly string Query = SqlText.Load(typeof(TableLockHolders).Assembly, "TableLockBlockers.sql");

    /// <summary>The modes that keep others from reading a table.</summary>
    public static IReadOnlyList<string> AgainstReading { get; } = ["AccessExclusiveLock"];

    /// <summary>The modes that keep others from writing to a table.</summary>
    public static IReadOnlyList<string> AgainstWriting { get; } =
        [.. AgainstReading, "ExclusiveLock", "ShareRowExclusiveLock", "ShareLock"];

    /// <summary>The modes that keep others from emptying or dropping a table: all.</summary>
    public static IReadOnlyList<string> AgainstEmptying { get; } =
        [.. AgainstWriting, "ShareUpdateExclusiveLock", "RowExclusiveLock", "RowShareLock", "AccessShareLock"];

    /// <summary>Returns the first twenty who hold a lock of one of the <paramref name="modes"/> on any of <paramref name="tables"/>, or
    /// wait for it. Waits for nobody.</summary>
    public static async Task<IReadOnlyList<LockHolder>> FindAsync(
        NpgsqlConnection connection, IReadOnlyCollection<QualifiedName> tables, IReadOnlyList<string> modes,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tables);
        var holders = new List<LockHolder>();
        using var command = new NpgsqlCommand(Query, connection);
        AddNames(command, tables);
        command.Parameters.Add(new NpgsqlParameter { Value = modes.ToArray() });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            holders.Add(LockHolder.Of(
                reader.GetString(1), reader.IsDBNull(6) ? null : reader.GetString(6), reader.IsDBNull(0) ? 0 : reader.GetInt32(0),
                $"{reader.GetString(3)}, {reader.GetString(4)}", reader.GetBoolean(2), reader.GetString(5),
                mode: reader.GetString(7)));
        }

        return holders;
    }

    internal static void AddNames(NpgsqlCommand command, IReadOnlyCollection<QualifiedName> tables)
    {
        command.Parameters.Add(new NpgsqlParameter { Value = tables.Select(t => t.Schema).ToArray() });
        command.Parameters.Add(new NpgsqlParameter { Value = tables.Select(t => t.Name).ToArray() });
    }
}
