using ActorMigrate.Control.Nodes;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Directing;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Control.Status;

/// <summary>Reads what <c>status</c> shows of a migration (<c>status-*.sql</c>): from anywhere, while it runs and after.</summary>
public static class StatusLedger
{
    private const int MostFailures = 20;
    private const int MostDirectives = 20;
    private const int FirstWithProgressOfCopy = 14;

    /// <summary>Returns the state of the latest migration, or null where the target holds none. A
    /// ledger of another version is refused.</summary>
    public static async Task<MigrationStatus?> ReadAsync(NpgsqlConnection target, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        if (await ControlSchema.FindAsync(target, cancellationToken) is not { Id: not null })
            return null;
        await ControlSchema.RefuseOtherVersionAsync(target, cancellationToken);
        await using var transaction = await target.BeginTransactionAsync(System.Data.IsolationLevel.RepeatableRead, cancellationToken);
        var found =
            await LedgerSession.ReadAsync(target, SqlText.Load<MigrationStatus>("status-migration.sql"), Migration, cancellationToken);
        return found.Count == 0
            ? null
            : await WithDirectivesAsync(target, await WithPartsAsync(target, found[0], cancellationToken), cancellationToken);
    }

    /// <summary>Reads the sessions of the source that hold a snapshot for ActorMigrate: how many, and what they pin for how long.</summary>
    public static async Task<SourceStatus> SourceAsync(NpgsqlConnection source, CancellationToken cancellationToken)
    {
        const string sql = """
            SELECT count(*), max(age(backend_xmin))::bigint, max(extract(epoch FROM clock_timestamp() - xact_start))::float8
            FROM pg_stat_activity
            WHERE datname = current_database() AND application_name LIKE '%actormigrate% snapshot%'
            """;
        return (await LedgerSession.ReadAsync(
            source, sql,
            row => new SourceStatus(row.GetInt64(0), row.ValueOrNull<long>(1), row.ValueOrNull<double>(2)),
            cancellationToken))[0];
    }

    private static async Task<MigrationStatus> WithDirectivesAsync(
        NpgsqlConnection target, MigrationStatus status, CancellationToken cancellationToken)
    {
        var steering = new Steering(await DirectiveLedger.ReadAsync(target, new MigrationId(status.Id), cancellationToken));
        return status with
        {
            Paused = steering.Pause is { } pause ? DirectiveStatus.Of(pause) : null,
            MaxRate = steering.TotalRate is { } set ? NullIfZero(set) : status.MaxRate,
            Nodes = [.. status.Nodes.Select(node => WithRate(node, steering))],
            Directives = [.. steering.Given.TakeLast(MostDirectives).Select(DirectiveStatus.Of)],
        };
    }

    private static NodeStatus WithRate(NodeStatus node, Steering steering) =>
        steering.For(new SteeredNode(default, node.Name, node.CopySlots, node.IndexSlots)).NodeRate is { } set
            ? node with { MaxRate = NullIfZero(set) }
            : node;

    private static long? NullIfZero(long rate) => rate == 0 ? null : rate;

    private static async Task<MigrationStatus> WithPartsAsync(
        NpgsqlConnection target, MigrationStatus status, CancellationToken cancellationToken) => status with
    {
        Phases = await LedgerSession.ReadAsync(
            target,
            """
            SELECT p.name, extract(epoch FROM p.spent + (coalesce(p.left_at, clock_timestamp()) - p.entered_at))::float8, p.left_at IS NULL
            FROM actormigrate.phase p WHERE p.migration = $1 ORDER BY p.number
            """,
            row => new PhaseStatus(row.GetString(0), row.GetDouble(1), row.GetBoolean(2)), cancellationToken, status.Id),
        Nodes = await NodesAsync(target, status.Id, cancellationToken),
        Running = await LedgerSession.ReadAsync(target, RunningSql(target), Running, cancellationToken, status.Id),
        Failures = [.. FailureGroups.Of(await LedgerSession.ReadAsync(
            target, SqlText.Load<ResultLedger>("failures.sql"), ResultLedger.Unsettled, cancellationToken, status.Id)).Take(MostFailures)
                .Select(FailureStatus.Of)],
    };

    private static string RunningSql(NpgsqlConnection target)
    {
        const string nothing =
            "(SELECT 0 AS pid, 0::oid AS relid, 0::bigint AS tuples_processed, 0::bigint AS bytes_processed WHERE false)";
        var sql = SqlText.Load<MigrationStatus>("status-running.sql");
        return target.PostgreSqlVersion.Major >= FirstWithProgressOfCopy
            ? sql
            : sql.Replace("pg_stat_progress_copy", nothing, StringComparison.Ordinal);
    }

    private static Task<IReadOnlyList<NodeStatus>> NodesAsync(
        NpgsqlConnection target, Guid migration, CancellationToken cancellationToken) => LedgerSession.ReadAsync(
        target,
        $"""
        SELECT n.name, n.host, n.pid,
               CASE WHEN n.left_at IS NOT NULL THEN 'left'
                    WHEN clock_timestamp() - n.heartbeat_at > {LedgerLeftovers.Lease} THEN 'silent'
                    ELSE 'living' END,
               n.id = m.coordinator, extract(epoch FROM clock_timestamp() - n.heartbeat_at)::float8,
               (SELECT count(*) FROM actormigrate.task t WHERE t.node = n.id AND t.state = 'running'), n.copy_slots, n.index_slots,
               EXISTS (SELECT FROM actormigrate.directive d WHERE d.migration = m.id AND d.verb = 'drain' AND d.node_id = n.id),
               n.member, extract(epoch FROM clock_timestamp() - n.member_at)::float8, n.max_rate
        FROM actormigrate.node n
        JOIN actormigrate.migration m ON m.id = n.migration
        WHERE n.migration = $1
        ORDER BY n.left_at IS NOT NULL, n.term
        """,
        row => new NodeStatus(
            row.GetString(0), row.GetString(1), row.GetInt32(2), row.GetString(3), row.GetBoolean(4), row.GetDouble(5), row.GetInt64(6),
            row.GetInt32(7), row.GetInt32(8), row.GetBoolean(9))
                {
                    Member = row.TextOrNull(10), MemberSeconds = row.ValueOrNull<double>(11), MaxRate = row.ValueOrNull<long>(12),
                },
        cancellationToken, migration);

    private static MigrationStatus Migration(NpgsqlDataReader row) => new()
    {
        Id = row.GetGuid(0),
        Tool = row.GetString(1),
        Source = row.GetString(2),
        Target = row.GetString(3),
        StartedAt = row.GetDateTime(4),
        At = row.GetDateTime(5),
        Outcome = row.TextOrNull(6),
        Phase = row.GetString(7),
        Term = row.GetInt64(8),
        Tables = new TableTotals(row.GetInt64(9), row.GetInt64(10), row.GetInt64(11), row.GetInt64(12), row.GetInt64(13), row.GetInt64(14)),
        Tasks = new TaskTotals(row.GetInt64(15), row.GetInt64(16), row.GetInt64(17), row.GetInt64(18), row.GetInt64(19), row.GetInt64(20)),
        SnapshotHolders = row.GetInt64(21),
        SnapshotSeconds = row.ValueOrNull<double>(22),
        TargetTimeline = row.ValueOrNull<int>(23),
        LargeObjects = new LargeObjectTotals(row.GetInt64(24), row.GetInt64(25)),
        MaxRate = row.ValueOrNull<long>(26),
    };

    private static RunningStatus Running(NpgsqlDataReader row) => new(
        row.GetInt64(0), row.GetInt32(1), row.GetString(2), row.GetString(3), row.TextOrNull(4), row.GetDouble(5), row.GetInt64(6),
        row.GetInt64(7),
        row.TextOrNull(8), row.GetFieldValue<int[]>(9), row.TextOrNull(10));
}
