using ActorMigrate.Migration;
using ActorMigrate.Migration.Phases;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Control.Nodes;

/// <summary>The nodes of a migration, and which of them live. Every time is of the target's clock.</summary>
public sealed class NodeLedger(LedgerSession session, MigrationId migration)
{
    private static readonly string BeatSql = SqlText.Load<NodeLedger>("beat.sql");
    private static readonly string SeeSql = SqlText.Load<NodeLedger>("see-members.sql");
    private static readonly string EndSql = SqlText.Load<NodeLedger>("end-node.sql");
    private static readonly string SweepSql = SqlText.Load<NodeLedger>("sweep-tasks.sql");
    private static readonly string PoisonedSql = SqlText.Load<NodeLedger>("fail-poisoned-tasks.sql");

    /// <summary>Writes a node's row, unless it is there already, as after a commit whose answer was lost. Its commit is synchronous: what
    /// others decide on it must not be forgotten. Throws <see cref="NodeNameTakenException"/> when a living node has the name.</summary>
    public Task RegisterAsync(NodeDraft node, CancellationToken cancellationToken) =>
        session.UseAsync(
            async (open, bounded) =>
            {
                await using var transaction = await open.BeginTransactionAsync(bounded);
                await RegisterAsync(open, migration, node, bounded);
                await transaction.CommitAsync(bounded);
                return true;
            },
            cancellationToken);

    /// <summary>Writes a node's row within the caller's transaction, as
    /// <see cref="RegisterAsync(NodeDraft, CancellationToken)"/> does.</summary>
    public static async Task RegisterAsync(
        NpgsqlConnection inTransaction, MigrationId migration, NodeDraft node, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(node);
        const string sql = """
            INSERT INTO actormigrate.node (id, migration, name, host, pid, tool_version, copy_slots, index_slots,
                source_connections, target_connections, address, uid, fingerprint, max_rate)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::text, $12::bigint, $13::text, $14::bigint)
            ON CONFLICT (migration, name) WHERE left_at IS NULL DO NOTHING
            RETURNING set_config('synchronous_commit', 'on', true)
            """;
        var written = await LedgerSession.ReadAsync(
            inTransaction, sql, row => row.GetString(0), cancellationToken,
            node.Id.Value, migration.Value, node.Name, node.Host, node.Pid, node.ToolVersion, node.CopySlots, node.IndexSlots,
            node.SourceConnections, node.TargetConnections, node.Address?.Address, node.Address?.Uid, node.Address?.Fingerprint,
            node.MaxRate);
        if (written.Count > 0)
            return;
        const string taken = "SELECT id, heartbeat_at FROM actormigrate.node WHERE migration = $1 AND name = $2 AND left_at IS NULL";
        var found = await LedgerSession.ReadAsync(
            inTransaction, taken, row => (Id: new NodeId(row.GetGuid(0)), BeatAt: row.GetDateTime(1)), cancellationToken, migration.Value,
            node.Name);
        if (found is not [var (id, _)] || id != node.Id)
            throw new NodeNameTakenException(node.Name, found is [var (_, beatAt)] ? beatAt : DateTime.UnixEpoch);
    }

    /// <summary>Proves that <paramref name="node"/> lives, unless others have found it dead, and looks at the migration and its nodes.
    /// Null when the ledger holds the migration no more.</summary>
    public async Task<Pulse?> BeatAsync(NodeId node, CancellationToken cancellationToken)
    {
        try
        {
            var rows = await session.QueryAsync(BeatSql, Read, cancellationToken, migration.Value, node.Value);
            return rows.Count == 0 ? null : rows[0].Pulse with { Nodes = [.. rows.Select(row => row.Node).OfType<NodeSeen>()] };
        }
        catch (PostgresException gone) when (ControlSchema.IsMissing(gone))
        {
            return null;
        }
    }

    /// <summary>Ends the row of a node that the cluster has removed. False when it has ended before, or when
    /// <paramref name="coordinator"/> does not lead in <paramref name="term"/> any more.</summary>
    public async Task<bool> EndAsync(NodeId coordinator, long term, NodeId removed, CancellationToken cancellationToken) =>
        (await session.QueryAsync(
            EndSql, row => row.GetGuid(0), cancellationToken, migration.Value, coordinator.Value, term, removed.Value)).Count > 0;

    /// <summary>Records how <paramref name="coordinator"/> sees nodes in the cluster; nothing is written where it does not lead in
    /// <paramref name="term"/> any more.</summary>
    public Task SeeMembersAsync(NodeId coordinator, long term, IReadOnlyList<NodeMember> seen, CancellationToken cancellationToken) =>
        session.ExecuteAsync(
        SeeSql, cancellationToken, migration.Value, coordinator.Value, term,
        seen.Select(node => node.Node.Value).ToArray(), seen.Select(node => node.Member).ToArray());

    /// <summary>Makes <paramref name="node"/> the founder of the migration's cluster: compare and set, so that of several who try at once
    /// one succeeds. False while another node lives, has beaten within <paramref name="lease"/>, and has joined or founds itself; and for a
    /// node whose own row has ended.</summary>
    public async Task<bool> FoundAsync(NodeId node, TimeSpan lease, CancellationToken cancellationToken)
    {
        const string sql = """
            WITH seen AS MATERIALIZED (SELECT founder FROM actormigrate.migration WHERE id = $1)
            UPDATE actormigrate.migration m SET founder = $2
            FROM seen
            WHERE m.id = $1 AND m.outcome IS NULL AND m.founder IS NOT DISTINCT FROM seen.founder
              AND EXISTS (SELECT FROM actormigrate.node own WHERE own.migration = m.id AND own.id = $2 AND own.left_at IS NULL)
              AND NOT EXISTS (
                  SELECT FROM actormigrate.node n
                  WHERE n.migration = m.id AND n.id <> $2 AND n.left_at IS NULL AND (n.joined_at IS NOT NULL OR n.id = m.founder)
                    AND n.heartbeat_at > clock_timestamp() - make_interval(secs => $3))
            RETURNING m.id, set_config('synchronous_commit', 'on', true)
            """;
        return (await session.QueryAsync(
            sql, row => row.GetGuid(0), cancellationToken, migration.Value, node.Value, lease.TotalSeconds)).Count > 0;
    }

    /// <summary>Returns true when the migration has ended.</summary>
    public async Task<bool> IsOverAsync(CancellationToken cancellationToken) => await session.QueryAsync(
        "SELECT outcome IS NOT NULL FROM actormigrate.migration WHERE id = $1", row => row.GetBoolean(0), cancellationToken,
        migration.Value) is not [false];

    /// <summary>Records that the node is a member of the migration's cluster.</summary>
    public Task JoinedAsync(NodeId node, CancellationToken cancellationToken) => session.ExecuteAsync(
        "UPDATE actormigrate.node SET joined_at = clock_timestamp() WHERE migration = $1 AND id = $2 AND left_at IS NULL",
        cancellationToken, migration.Value, node.Value);

    /// <summary>Returns the other nodes that have beaten within <paramref name="lease"/> and can be joined, members first.</summary>
    public Task<IReadOnlyList<SeedNode>> SeedsAsync(NodeId node, TimeSpan lease, CancellationToken cancellationToken) => session.QueryAsync(
        """
        SELECT n.name, n.address
        FROM actormigrate.node n
        JOIN actormigrate.migration m ON m.id = n.migration
        WHERE n.migration = $1 AND n.id <> $2 AND n.left_at IS NULL AND n.address IS NOT NULL
          AND (n.joined_at IS NOT NULL OR n.id = m.founder)
          AND n.heartbeat_at > clock_timestamp() - make_interval(secs => $3)
        ORDER BY n.joined_at NULLS LAST, n.term
        """,
        row => new SeedNode(row.GetString(0), row.GetString(1)), cancellationToken, migration.Value, node.Value, lease.TotalSeconds);

    /// <summary>Returns the fingerprints of the certificates of the nodes that have not left.</summary>
    public Task<IReadOnlyList<string>> FingerprintsAsync(CancellationToken cancellationToken) => session.QueryAsync(
        "SELECT fingerprint FROM actormigrate.node WHERE migration = $1 AND left_at IS NULL AND fingerprint IS NOT NULL",
        row => row.GetString(0), cancellationToken, migration.Value);

    /// <summary>Returns the nodes that have not left.</summary>
    public Task<IReadOnlyList<RegisteredNode>> RegisteredAsync(CancellationToken cancellationToken) => session.QueryAsync(
        """
        SELECT id, name, address, coalesce(uid, 0), joined_at IS NOT NULL, clock_timestamp() - started_at, clock_timestamp() - heartbeat_at
        FROM actormigrate.node WHERE migration = $1 AND left_at IS NULL
        """,
        row => new RegisteredNode(
            new NodeId(row.GetGuid(0)), row.GetString(1), row.TextOrNull(2), row.GetInt64(3), row.GetBoolean(4),
            row.GetTimeSpan(5), row.GetTimeSpan(6)),
        cancellationToken, migration.Value);

    /// <summary>Returns the connections that each living node has reserved.</summary>
    public Task<IReadOnlyList<Reservation>> ReservationsAsync(CancellationToken cancellationToken) => session.QueryAsync(
        "SELECT id, source_connections, target_connections FROM actormigrate.node WHERE migration = $1 AND left_at IS NULL",
        row => new Reservation(new NodeId(row.GetGuid(0)), row.GetInt32(1), row.GetInt32(2)), cancellationToken, migration.Value);

    /// <summary>Returns the nodes that were found dead.</summary>
    public Task<IReadOnlyList<NodeId>> ReapedAsync(CancellationToken cancellationToken) => session.QueryAsync(
        "SELECT id FROM actormigrate.node WHERE migration = $1 AND reaped_by IS NOT NULL",
        row => new NodeId(row.GetGuid(0)), cancellationToken, migration.Value);

    /// <summary>Takes tasks back from nodes that take part no more, and fails those whose nodes have died
    /// <paramref name="mostAdoptions"/> times. Answers how many came back.</summary>
    public async Task<long> SweepAsync(NodeId coordinator, long term, int mostAdoptions, CancellationToken cancellationToken)
    {
        var swept = await session.QueryAsync(
            SweepSql, row => row.GetInt64(0), cancellationToken, migration.Value, coordinator.Value, term, false);
        if (swept[0] > 0)
            await session.QueryAsync(
                PoisonedSql, row => row.GetString(0), cancellationToken, migration.Value, coordinator.Value, term, mostAdoptions);
        return swept[0];
    }

    /// <summary>Returns the number of nodes other than <paramref name="node"/> that take part and have
    /// beaten within <paramref name="lease"/>.</summary>
    public async Task<long> OthersAsync(NodeId node, TimeSpan lease, CancellationToken cancellationToken) =>
        (await session.QueryAsync(
            """
            SELECT count(*) FROM actormigrate.node
            WHERE migration = $1 AND id <> $2 AND left_at IS NULL AND heartbeat_at > clock_timestamp() - make_interval(secs => $3)
            """,
            row => row.GetInt64(0), cancellationToken, migration.Value, node.Value, lease.TotalSeconds))[0];

    /// <summary>Returns the number of living nodes that have a copy under way: they share the migration's rate, and one with nothing to
    /// copy takes no part of it.</summary>
    public async Task<int> CopyingAsync(CancellationToken cancellationToken) =>
        (int)(await session.QueryAsync(
            """
            SELECT count(*) FROM actormigrate.node n
            WHERE n.migration = $1 AND n.left_at IS NULL
                AND EXISTS (SELECT FROM actormigrate.task t WHERE t.node = n.id AND t.state = 'running' AND t.lane = 'copy')
            """,
            row => row.GetInt64(0), cancellationToken, migration.Value))[0];

    /// <summary>Returns the number of copies that the nodes which take part run at a time.</summary>
    public async Task<int> CopySlotsAsync(CancellationToken cancellationToken) =>
        (int)(await session.QueryAsync(
            "SELECT coalesce(sum(copy_slots), 0) FROM actormigrate.node WHERE migration = $1 AND left_at IS NULL",
            row => row.GetInt64(0), cancellationToken, migration.Value))[0];

    /// <summary>Records that the node has begun to stop, so that others which stop at the same time do not count on it.</summary>
    public Task StoppingAsync(NodeId node, CancellationToken cancellationToken) => session.ExecuteAsync(
        "UPDATE actormigrate.node SET stopping_at = clock_timestamp() WHERE migration = $1 AND id = $2 AND stopping_at IS NULL",
        cancellationToken, migration.Value, node.Value);

    /// <summary>Ends the node's row, and returns the number of nodes that go on: those that have neither left nor begun to stop. The
    /// coordinator's next sweep gives back tasks that the node still holds.</summary>
    public async Task<long> LeaveAsync(NodeId node, CancellationToken cancellationToken) =>
        (await session.QueryAsync(
            """
            WITH ended AS (
                UPDATE actormigrate.node SET left_at = clock_timestamp() WHERE migration = $1 AND id = $2 AND left_at IS NULL
            )
            SELECT count(*) FROM actormigrate.node WHERE migration = $1 AND id <> $2 AND left_at IS NULL AND stopping_at IS NULL
            """,
            row => row.GetInt64(0), cancellationToken, migration.Value, node.Value))[0];

    private static (Pulse Pulse, NodeSeen? Node) Read(NpgsqlDataReader row)
    {
        var pulse = new Pulse(
            row.GetBoolean(0), row.IsDBNull(1) ? null : Enum.Parse<Outcome>(row.GetString(1)), (Phase)row.GetInt16(2),
            new NodeId(row.GetGuid(3)), row.GetInt64(4), row.GetDateTime(5), row.GetDateTime(13), []);
        return (pulse, row.IsDBNull(6)
            ? null
            : new NodeSeen(
                new NodeId(row.GetGuid(6)), row.GetString(7), row.GetDateTime(8), row.GetBoolean(9), row.GetBoolean(10),
                row.TextOrNull(11), row.GetInt64(12)));
    }
}
