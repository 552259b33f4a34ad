using ActorMigrate.Control.Plan;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Summary;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Control.Status;

/// <summary>The input of the verdict: results per table, counts of validation, failures and findings.</summary>
public sealed class ResultLedger(LedgerSession session, MigrationId migration)
{
    /// <summary>Returns every in-scope table with its copies rolled up, by name.</summary>
    public Task<IReadOnlyList<TableSummary>> TablesAsync(CancellationToken cancellationToken) =>
        session.QueryAsync(SqlText.Load<ResultLedger>("table-results.sql"), Table, cancellationToken, migration.Value);

    /// <summary>Returns what each node has done, in the order in which the nodes registered.</summary>
    public Task<IReadOnlyList<NodeResult>> NodesAsync(CancellationToken cancellationToken) => session.QueryAsync(
        SqlText.Load<ResultLedger>("node-results.sql"),
        row => new NodeResult(row.GetString(0), row.GetBoolean(1), row.GetBoolean(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5)),
        cancellationToken, migration.Value);

    /// <summary>Returns the command that writes row counts and digests of many tables; it belongs into the caller's transaction.</summary>
    public static NpgsqlBatchCommand RecordCounts(
        IEnumerable<(int Relation, bool InSource, long Rows, string? Digest)> counts)
    {
        const string sql = """
            UPDATE actormigrate.relation r
            SET source_rows = CASE WHEN c.in_source THEN c.rows ELSE r.source_rows END,
                source_digest = CASE WHEN c.in_source THEN c.digest ELSE r.source_digest END,
                target_rows = CASE WHEN c.in_source THEN r.target_rows ELSE c.rows END,
                target_digest = CASE WHEN c.in_source THEN r.target_digest ELSE c.digest END
            FROM unnest($1::integer[], $2::boolean[], $3::bigint[], $4::text[]) AS c (id, in_source, rows, digest)
            WHERE r.id = c.id
            """;
        var all = counts.ToList();
        return LedgerSession.BatchCommand(
            sql, all.Select(count => count.Relation).ToArray(), all.Select(count => count.InSource).ToArray(),
            all.Select(count => count.Rows).ToArray(), all.Select(count => count.Digest).ToArray());
    }

    /// <summary>Writes one side's number of large objects and of their bytes within the caller's transaction.</summary>
    public static async Task RecordCountAsync(
        NpgsqlConnection inTransaction, int relation, bool inSource, long rows, long bytes, CancellationToken cancellationToken)
    {
        var sql = inSource
            ? "UPDATE actormigrate.relation SET source_rows = $2, source_bytes = $3 WHERE id = $1"
            : "UPDATE actormigrate.relation SET target_rows = $2, target_bytes = $3 WHERE id = $1";
        await using var command = LedgerSession.Command(inTransaction, sql, relation, rows, bytes);
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>Returns the large objects that the migration of <paramref name="task"/> was to copy.</summary>
    public static async Task<uint[]> LargeObjectsAsync(NpgsqlConnection target, long task, CancellationToken cancellationToken)
    {
        const string sql = """
            SELECT coalesce(array_agg(found.oid::oid), '{}')
            FROM actormigrate.task t CROSS JOIN LATERAL jsonb_array_elements_text(t.payload -> 'oids') AS found (oid)
            WHERE t.kind = $2 AND t.migration = (SELECT migration FROM actormigrate.task WHERE id = $1)
            """;
        await using var command = LedgerSession.Command(target, sql, task, TaskKinds.CopyLargeObjects);
        return (uint[])(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Returns the tasks that failed or were skipped, by their numbers.</summary>
    public Task<IReadOnlyList<UnsettledTask>> FailuresAsync(CancellationToken cancellationToken) =>
        session.QueryAsync(SqlText.Load<ResultLedger>("failures.sql"), Unsettled, cancellationToken, migration.Value);

    internal static UnsettledTask Unsettled(NpgsqlDataReader row) => new(
        row.GetInt64(0), row.GetString(1), row.GetString(2), Enum.Parse<TaskLane>(row.GetString(3), ignoreCase: true), row.GetBoolean(4),
        row.GetString(5),
        row.TextOrNull(6), row.TextOrNull(7), row.GetInt32(8), row.TextOrNull(9), row.GetFieldValue<long[]>(10));

    /// <summary>Returns the objects of the source that are not carried over.</summary>
    public Task<IReadOnlyList<NotMigrated>> NotMigratedAsync(CancellationToken cancellationToken) => session.QueryAsync(
        "SELECT class, object, message, kind = $2 FROM actormigrate.finding WHERE migration = $1 AND kind IN ($2, $3) ORDER BY id",
        row => new NotMigrated(row.GetString(0), row.GetString(1), row.GetString(2), row.GetBoolean(3)),
        cancellationToken, migration.Value, FindingKinds.LeftOut, FindingKinds.NotMigrated);

    /// <summary>Returns the notices on the plan and on the run.</summary>
    public Task<IReadOnlyList<Finding>> FindingsAsync(CancellationToken cancellationToken) => session.QueryAsync(
        "SELECT object, message, sqlstate, remedy FROM actormigrate.finding WHERE migration = $1 AND kind = ANY ($2) ORDER BY id",
        row => new Finding(row.GetString(0), row.GetString(1), row.TextOrNull(2), row.TextOrNull(3)),
        cancellationToken, migration.Value, (string[])[FindingKinds.Plan, FindingKinds.Run]);

    /// <summary>Returns the timeline of the migration, or null where the ledger does not hold it.</summary>
    public Task<RunTimeline?> TimelineAsync(CancellationToken cancellationToken) =>
        TimelineLedger.ReadAsync(session, migration, cancellationToken);

    /// <summary>Writes what happened to the run and its end must tell.</summary>
    public Task AddAsync(Finding finding, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(finding);
        return session.ExecuteAsync(
            "INSERT INTO actormigrate.finding (migration, kind, object, message, sqlstate, remedy) VALUES ($1, $2, $3, $4, $5, $6)",
            cancellationToken, migration.Value, FindingKinds.Run,
            new UserText(finding.Object), new UserText(finding.Message), finding.SqlState, new UserText(finding.Remedy));
    }

    private static TableSummary Table(NpgsqlDataReader row)
    {
        long? sourceRows = row.ValueOrNull<long>(10);
        long? targetRows = row.ValueOrNull<long>(11);
        return new TableSummary
        {
            Source = row.Name(0),
            Target = row.Name(2),
            Rows = row.GetInt64(4),
            Bytes = row.GetInt64(5),
            Seconds = row.GetDouble(6),
            Partitions = row.GetInt32(7),
            Attempts = row.GetInt32(8),
            Success = row.GetBoolean(9),
            Validated = sourceRows is null || targetRows is null ? null : sourceRows == targetRows && row.GetBoolean(13),
            Checksummed = row.GetBoolean(14),
            SourceDigest = row.TextOrNull(15),
            SourceRows = sourceRows,
            TargetRows = targetRows,
            Error = row.TextOrNull(12),
        };
    }
}
