using ActorMigrate.Migration;
using Npgsql;

namespace ActorMigrate.Postgres;

/// <summary>Reads of tables in a session under a snapshot. The session locks a table itself before it reads it, and lets it go afterwards, so
/// that none is kept from others for longer than it is read; what the table has become in the meantime, where no holder of the snapshot
/// kept it as it was, is seen before the read.</summary>
public static class TableReading
{
    private const string Savepoint = "actormigrate_reading";

    private static readonly string Changed = SqlText.Load(typeof(TableReading).Assembly, "TableAsSeen.sql");

    /// <summary>Marks the place to which <see cref="LetGoAsync"/> returns. Settings of the transaction from before stay.</summary>
    public static Task BeginAsync(NpgsqlConnection underSnapshot, CancellationToken cancellationToken) =>
        ExecuteAsync(underSnapshot, $"SAVEPOINT {Savepoint}", cancellationToken);

    /// <summary>Ends the locks on all that was read since <see cref="BeginAsync"/>; the snapshot stays.</summary>
    public static Task LetGoAsync(NpgsqlConnection underSnapshot, CancellationToken cancellationToken) =>
        ExecuteAsync(underSnapshot, $"ROLLBACK TO SAVEPOINT {Savepoint}", cancellationToken);

    /// <summary>Locks <paramref name="table"/> for reading, with its partitions where they are read through it. A
    /// <see cref="ServerFailureException"/> names a table that is not any more what the snapshot saw.</summary>
    public static async Task TakeAsync(
        NpgsqlConnection underSnapshot, QualifiedName table, bool withPartitions, CancellationToken cancellationToken)
    {
        var changed = new List<QualifiedName>();
        await using var batch = new NpgsqlBatch(underSnapshot);
        batch.BatchCommands.Add(new NpgsqlBatchCommand($"LOCK TABLE {(withPartitions ? "" : "ONLY ")}{Identifier.Qualify(table)} IN ACCESS SHARE MODE"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Changed)
        {
            Parameters = { new NpgsqlParameter { Value = table.Schema }, new NpgsqlParameter { Value = table.Name }, new NpgsqlParameter { Value = withPartitions } },
        });
        try
        {
            await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
            while (await reader.ReadAsync(cancellationToken))
                changed.Add(new QualifiedName(reader.GetString(0), reader.GetString(1)));
        }
        catch (PostgresException gone) when (gone.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName)
        {
            throw new ServerFailureException(Gone(table, gone.SqlState), gone);
        }

        if (changed.Count > 0)
            throw new ServerFailureException(IsAnother(changed));
    }

    private static Failure Gone(QualifiedName table, string sqlState) => new(
        FailureClass.Permanent, sqlState, $"The snapshot has a table {table}, and the source has none of that name now: it was dropped or renamed while no lock of this migration was on it.",
        NewSnapshot);

    private static Failure IsAnother(IReadOnlyList<QualifiedName> tables) => new(
        FailureClass.Permanent, null,
        $"{NameList.Of(tables)}: truncated, rewritten or altered since the snapshot was taken, while no lock of this migration was on it. Its rows cannot be read in full under the snapshot.",
        NewSnapshot);

    private const string NewSnapshot = "Copy it under a new snapshot with actormigrate resume --new-snapshot.";

    private static async Task ExecuteAsync(NpgsqlConnection session, string statement, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(statement, session);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
