using ActorMigrate.Migration;
using ActorMigrate.Postgres.Session;
using Npgsql;

namespace ActorMigrate.Postgres.Snapshot;

/// <summary>Finds who keeps ACCESS SHARE from tables.</summary>
public static class TableLockHolders
{
    private static readonly string Query = SqlText.Load(typeof(TableLockHolders).Assembly, "TableLockBlockers.sql");

    /// <summary>Returns the first five who hold ACCESS EXCLUSIVE on any of
    /// <paramref name="tables"/>, or wait for it. Waits for nobody.</summary>
    public static async Task<IReadOnlyList<LockHolder>> FindAsync(
        NpgsqlConnection connection, IReadOnlyCollection<QualifiedName> tables, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tables);
        var holders = new List<LockHolder>();
        using var command = new NpgsqlCommand(Query, connection);
        AddNames(command, tables);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            holders.Add(LockHolder.Of(
                reader.GetString(1), reader.IsDBNull(6) ? null : reader.GetString(6), reader.IsDBNull(0) ? 0 : reader.GetInt32(0),
                $"{reader.GetString(3)}, {reader.GetString(4)}", reader.GetBoolean(2), reader.GetString(5)));
        }

        return holders;
    }

    internal static void AddNames(NpgsqlCommand command, IReadOnlyCollection<QualifiedName> tables)
    {
        command.Parameters.Add(new NpgsqlParameter { Value = tables.Select(t => t.Schema).ToArray() });
        command.Parameters.Add(new NpgsqlParameter { Value = tables.Select(t => t.Name).ToArray() });
    }
}
