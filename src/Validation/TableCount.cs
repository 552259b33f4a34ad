using ActorMigrate.Migration;
using ActorMigrate.Postgres;
using ActorMigrate.Postgres.Session;
using Npgsql;

namespace ActorMigrate.Validation;

/// <summary>The rows of a table to compare.</summary>
/// <param name="Table">The table.</param>
/// <param name="Condition">A WHERE clause that selects rows; null selects all.</param>
/// <param name="WithPartitions">The table is a partitioned one and is read with its partitions;
/// otherwise it is read without its children.</param>
/// <param name="Columns">The columns to checksum, in the same order on both sides; null counts rows only.</param>
internal sealed record ComparedRows(QualifiedName Table, string? Condition, bool WithPartitions, IReadOnlyList<string>? Columns)
{
    /// <summary>Both databases hash a row's text to the same number.</summary>
    public bool SameHashes { get; init; }

    /// <summary>The FROM and WHERE clauses.</summary>
    public string From => $"FROM {(WithPartitions ? "" : "ONLY ")}{Identifier.Qualify(Table)} {Condition}";
}

/// <summary>The number of a table's rows, and their digest, or null where they were counted only.</summary>
internal sealed record RowSum(long Rows, string? Digest);

/// <summary>Counts and, where asked, checksums the rows of one table on one side.</summary>
internal static class TableCount
{
    /// <summary>Returns the result of <paramref name="sum"/>, or the count alone where the text of
    /// a row is too long for a digest.</summary>
    public static async Task<RowSum> OrCountAsync(ComparedRows compared, Func<ComparedRows, Task<RowSum>> sum)
    {
        try
        {
            return await sum(compared);
        }
        catch (PostgresException error) when (compared.Columns is not null && RowDigest.IsTooLong(error))
        {
            return await sum(compared with { Columns = null });
        }
    }

    /// <summary>Reads the table once. A table whose planning would evaluate users' code is counted only.</summary>
    public static async Task<RowSum> OfAsync(NpgsqlConnection session, ComparedRows compared, CancellationToken cancellationToken)
    {
        if (compared.Condition is null && (await PlannedCode.OfAsync(
            session, [(compared.Table, compared.WithPartitions)], cancellationToken)).TryGetValue(0, out var unplanned))
            return new RowSum(await PlannedCode.CountAsync(session, unplanned, cancellationToken), null);
        if (compared.Columns is not null && await RowDigest.OfAsync(session, compared, cancellationToken) is { } sum)
            return sum;
        await using var count = new NpgsqlBatch(session) { BatchCommands = { new NpgsqlBatchCommand(Statement(compared)) } };
        return new RowSum((long)(await count.ExecuteScalarAsync(cancellationToken))!, null);
    }

    /// <summary>Returns the statement that counts; its second column stands where a digest has its text.</summary>
    internal static string Statement(ComparedRows compared) => $"SELECT pg_catalog.count(*), NULL::pg_catalog.text {compared.From}";
}
