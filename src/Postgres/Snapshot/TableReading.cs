using System.Runtime.ExceptionServices;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using Npgsql;

namespace ActorMigrate.Postgres.Snapshot;

/// <summary>Reads of tables in a session under a snapshot. The session locks a table before it reads it and unlocks it afterwards, so that
/// other sessions wait no longer than the read takes. Where no holder of the snapshot had locked the table, the session first checks that
/// the table is still as the snapshot saw it.</summary>
public static class TableReading
{
    private const string Savepoint = "actormigrate_reading";

    private static readonly string Changed = SqlText.Load(typeof(TableReading).Assembly, "TableAsSeen.sql");

    /// <summary>Marks the place to which <see cref="TryUnlockAsync"/> returns. Settings of the transaction from before stay.</summary>
    public static Task BeginAsync(NpgsqlConnection underSnapshot, CancellationToken cancellationToken) =>
        underSnapshot.RunAsync($"SAVEPOINT {Savepoint}", cancellationToken);

    /// <summary>Ends the locks on all that was read since <see cref="BeginAsync"/>; the snapshot stays. Returns false when the session has
    /// ended, which is no failure of the work that it did: that work has succeeded.</summary>
    public static async Task<bool> TryUnlockAsync(NpgsqlConnection underSnapshot)
    {
        try
        {
            await underSnapshot.RunAsync($"ROLLBACK TO SAVEPOINT {Savepoint}", CancellationToken.None);
            return true;
        }
        catch (Exception ended) when (ended is NpgsqlException or IOException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>Locks <paramref name="table"/> for reading, with its partitions where they are read through it. A
    /// <see cref="ServerFailureException"/> names a table that is not any more what the snapshot saw.</summary>
    public static async Task LockAsync(
        NpgsqlConnection underSnapshot, QualifiedName table, bool withPartitions, CancellationToken cancellationToken)
    {
        if (await LockAllAsync(underSnapshot, [(table, withPartitions)], cancellationToken) is (_, var cause))
            ExceptionDispatchInfo.Throw(cause);
    }

    /// <summary>Does what <see cref="LockAsync"/> does with each of <paramref name="tables"/>, in one round trip. Answers null, or which
    /// one of them cannot be read, and why.</summary>
    public static async Task<(int Index, Exception Cause)?> LockAllAsync(
        NpgsqlConnection underSnapshot, IReadOnlyList<(QualifiedName Name, bool WithPartitions)> tables,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tables);
        await using var batch = new NpgsqlBatch(underSnapshot);
        foreach (var (name, withPartitions) in tables)
            batch.BatchCommands.Add(
                new NpgsqlBatchCommand($"LOCK TABLE {(withPartitions ? "" : "ONLY ")}{Identifier.Qualify(name)} IN ACCESS SHARE MODE"));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Changed)
        {
            Parameters =
            {
                new NpgsqlParameter { Value = tables.Select(table => table.Name.Schema).ToArray() },
                new NpgsqlParameter { Value = tables.Select(table => table.Name.Name).ToArray() },
                new NpgsqlParameter { Value = tables.Select(table => table.WithPartitions).ToArray() },
            },
        });
        try
        {
            var changed = await batch.ReadAllAsync(row => (Index: row.GetInt32(0) - 1, Name: row.Name(1)), cancellationToken);
            return changed.Count == 0 ? null : (changed[0].Index,
                new ServerFailureException(IsAnother([.. changed.Where(one => one.Index == changed[0].Index).Select(one => one.Name)])));
        }
        catch (PostgresException error) when (error.BatchCommand is NpgsqlBatchCommand command
            && batch.BatchCommands.IndexOf(command) is var index && index < tables.Count)
        {
            return (index, error.SqlState is PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName
                ? new ServerFailureException(Gone(tables[index].Name, error.SqlState), error)
                : error);
        }
    }

    private static Failure Gone(QualifiedName table, string sqlState) => new(
        FailureClass.Permanent, sqlState,
        $"The snapshot has a table {table}, and the source has none of that name now: it was dropped or renamed while no lock "
            + "of this migration was on it.",
        NewSnapshot);

    private static Failure IsAnother(IReadOnlyList<QualifiedName> tables) => new(
        FailureClass.Permanent, null,
        $"{NameList.Of(tables)}: truncated, rewritten or altered since the snapshot was taken, while no lock of this migration was on "
            + "it. Its rows cannot be read in full under the snapshot.",
        NewSnapshot);

    private const string NewSnapshot = "Copy it under a new snapshot with actormigrate resume --new-snapshot.";
}
