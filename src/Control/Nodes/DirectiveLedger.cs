using ActorMigrate.Migration;
using ActorMigrate.Migration.Directing;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Control.Nodes;

/// <summary>The directives that people gave to a migration. A role that may write the ledger may give one; the coordinator of the current
/// term notes that it has acted on them.</summary>
public sealed class DirectiveLedger(LedgerSession session, MigrationId migration)
{
    private const string Columns = "id, verb, node, node_id, copy_slots, index_slots, max_rate, given_by, given_at, taken_at";

    private const string LivingSql = """
        SELECT id, name, copy_slots, index_slots FROM actormigrate.node WHERE migration = $1 AND left_at IS NULL ORDER BY term
        """;

    /// <summary>Returns all directives, in the order in which they were given.</summary>
    public async Task<Steering> ReadAsync(CancellationToken cancellationToken) =>
        new(await session.UseAsync((open, bounded) => ReadAsync(open, migration, bounded), cancellationToken));

    /// <inheritdoc cref="ReadAsync(CancellationToken)"/>
    internal static Task<IReadOnlyList<RunDirective>> ReadAsync(
        NpgsqlConnection open, MigrationId migration, CancellationToken cancellationToken) =>
        LedgerSession.ReadAsync(
            open, $"SELECT {Columns} FROM actormigrate.directive WHERE migration = $1 ORDER BY id", Read, cancellationToken,
            migration.Value);

    /// <summary>Returns the nodes that have not left.</summary>
    public Task<IReadOnlyList<SteeredNode>> LivingAsync(CancellationToken cancellationToken) =>
        session.QueryAsync(LivingSql, Node, cancellationToken, migration.Value);

    /// <summary>Returns the nodes that have not left and have written a heartbeat within the migration's lease, and the outcome of the
    /// migration, or null.</summary>
    public async Task<(IReadOnlyList<SteeredNode> Living, string? Outcome)> LookAsync(CancellationToken cancellationToken)
    {
        const string beating = $"""
            SELECT n.id, n.name, n.copy_slots, n.index_slots
            FROM actormigrate.node n JOIN actormigrate.migration m ON m.id = n.migration
            WHERE m.id = $1 AND n.left_at IS NULL AND clock_timestamp() - n.heartbeat_at <= {LedgerLeftovers.Lease}
            ORDER BY n.term
            """;
        var outcomes = await session.QueryAsync(
            "SELECT outcome FROM actormigrate.migration WHERE id = $1", row => row.TextOrNull(0), cancellationToken,
            migration.Value);
        return (await session.QueryAsync(beating, Node, cancellationToken, migration.Value), outcomes is [var outcome] ? outcome : null);
    }

    /// <summary>Writes a directive and returns its number, or null when the migration has ended. The commit is synchronous.</summary>
    public async Task<long?> AddAsync(DirectiveDraft draft, NodeId? drained, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(draft);
        const string sql = """
            INSERT INTO actormigrate.directive (migration, verb, node, node_id, copy_slots, index_slots, max_rate)
            SELECT m.id, $2, $3::text, $4::uuid, $5::integer, $6::integer, $7::bigint
            FROM actormigrate.migration m WHERE m.id = $1 AND m.outcome IS NULL FOR SHARE
            RETURNING id, set_config('synchronous_commit', 'on', true)
            """;
        var added = await session.QueryAsync(
            sql, row => row.GetInt64(0), cancellationToken,
            migration.Value, NameOf(draft.Verb), draft.Node, drained?.Value, draft.CopySlots, draft.IndexSlots, draft.MaxRate);
        return added is [var id] ? id : null;
    }

    /// <summary>Returns whether a coordinator has acted on a directive; null when the ledger holds it no more.</summary>
    public async Task<bool?> IsTakenAsync(long directive, CancellationToken cancellationToken)
    {
        const string sql = "SELECT taken_at IS NOT NULL FROM actormigrate.directive WHERE migration = $1 AND id = $2";
        try
        {
            return await session.QueryAsync(
                sql, row => row.GetBoolean(0), cancellationToken, migration.Value, directive) is [var taken] ? taken : null;
        }
        catch (PostgresException gone) when (ControlSchema.IsMissing(gone))
        {
            return null;
        }
    }

    /// <summary>Notes that the coordinator has acted on these directives. One whose term has passed notes nothing.</summary>
    public Task TakeAsync(CoordinatorTerm by, IEnumerable<long> directives, CancellationToken cancellationToken) => session.ExecuteAsync(
        """
        UPDATE actormigrate.directive d SET taken_at = clock_timestamp()
        FROM actormigrate.migration m
        WHERE m.id = $1 AND m.coordinator = $2 AND m.term = $3 AND d.migration = m.id AND d.id = ANY ($4) AND d.taken_at IS NULL
        """,
        cancellationToken, migration.Value, by.Coordinator.Value, by.Term, directives.ToArray());

    /// <summary>Writes a living node's slots and the connections that it reserves for them, which claims and other nodes go by.</summary>
    public Task SetSlotsAsync(
        CoordinatorTerm by, NodeId node, (int Copy, int Index) slots, (int Source, int Target) connections,
        CancellationToken cancellationToken) =>
        session.ExecuteAsync(
            """
            UPDATE actormigrate.node n SET copy_slots = $5, index_slots = $6, source_connections = $7, target_connections = $8
            FROM actormigrate.migration m
            WHERE m.id = $1 AND m.coordinator = $2 AND m.term = $3 AND n.migration = m.id AND n.id = $4 AND n.left_at IS NULL
            """,
            cancellationToken, migration.Value, by.Coordinator.Value, by.Term, node.Value, slots.Copy, slots.Index, connections.Source,
            connections.Target);

    /// <summary>Returns the name of a verb in the ledger, which is that of its command, too.</summary>
    public static string NameOf(DirectiveVerb verb) => verb.ToString().ToLowerInvariant();

    private static RunDirective Read(NpgsqlDataReader row) => new(
        row.GetInt64(0),
        new DirectiveDraft(
            Enum.Parse<DirectiveVerb>(row.GetString(1), ignoreCase: true), row.TextOrNull(2),
            row.ValueOrNull<int>(4), row.ValueOrNull<int>(5), row.ValueOrNull<long>(6)),
        row.IsDBNull(3) ? null : new NodeId(row.GetGuid(3)), row.GetString(7), row.GetDateTime(8),
        row.ValueOrNull<DateTime>(9));

    private static SteeredNode Node(NpgsqlDataReader row) =>
        new(new NodeId(row.GetGuid(0)), row.GetString(1), row.GetInt32(2), row.GetInt32(3));
}
