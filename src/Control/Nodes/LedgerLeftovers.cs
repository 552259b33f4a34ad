using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Postgres;
using ActorMigrate.Postgres.Session;
using Npgsql;

namespace ActorMigrate.Control.Nodes;

/// <summary>A session of a node, as a server shows it.</summary>
public sealed record LeftSession(int Pid, string ApplicationName, string? State, double Seconds);

/// <summary>The leftovers of a migration in its target: the ledger, and its nodes as the ledger knows them.</summary>
public sealed record LedgerLeftovers(
    MigrationId Id, string StartedAt, string Phase, string? Outcome, IReadOnlyList<NodeId> Nodes, IReadOnlyList<string> Living,
    IReadOnlyList<string> Snapshots)
{
    /// <summary>Returns null where the target holds no ledger of a migration. A schema of the ledger's name that is none is
    /// refused.</summary>
    public static async Task<LedgerLeftovers?> FindAsync(NpgsqlConnection target, CancellationToken cancellationToken)
    {
        if (await ControlSchema.FindAsync(target, cancellationToken) is not { } found)
            return null;
        if (found.Id is not { } id)
        {
            throw new RefusedException(
                $"The target has a schema named {ControlSchema.Name} that holds no migration; it may be somebody's own.",
                $"Look at it, and drop it if nobody needs it: DROP SCHEMA {ControlSchema.Name} CASCADE;");
        }

        await ControlSchema.RefuseOtherVersionAsync(target, cancellationToken);
        const string nodes = $"""
            SELECT n.id, n.name, n.left_at IS NULL AND n.heartbeat_at > clock_timestamp() - {Lease}
            FROM actormigrate.node n JOIN actormigrate.migration m ON m.id = n.migration
            """;
        const string snapshots = "SELECT id FROM actormigrate.snapshot WHERE released_at IS NULL";
        const string outcome = "SELECT outcome FROM actormigrate.migration WHERE id = $1";
        var seen = await LedgerSession.ReadAsync(
            target, nodes, row => (Id: new NodeId(row.GetGuid(0)), Name: row.GetString(1), Lives: row.GetBoolean(2)), cancellationToken);
        return new LedgerLeftovers(
            id, found.StartedAt!, found.Phase!,
            (await LedgerSession.ReadAsync(
                target, outcome, row => row.TextOrNull(0), cancellationToken, id.Value))[0],
            [.. seen.Select(node => node.Id)],
            [.. seen.Where(node => node.Lives).Select(node => node.Name)],
            await LedgerSession.ReadAsync(target, snapshots, row => row.GetString(0), cancellationToken));
    }

    /// <summary>Returns the sessions of these nodes on one of the servers.</summary>
    public static Task<IReadOnlyList<LeftSession>> SessionsAsync(
        NpgsqlConnection server, IEnumerable<NodeId> nodes, CancellationToken cancellationToken) => LedgerSession.ReadAsync(
        server,
        """
        SELECT pid, application_name, state, coalesce(extract(epoch FROM clock_timestamp() - backend_start), 0)::float8
        FROM pg_stat_activity
        WHERE pid <> pg_backend_pid() AND right(application_name, 8) = ANY ($1)
        ORDER BY backend_start, pid
        """,
        row => new LeftSession(row.GetInt32(0), row.GetString(1), row.TextOrNull(2), row.GetDouble(3)),
        cancellationToken, (object)Marks(nodes));

    /// <summary>Ends the sessions of these nodes on one of the servers, as far as the role may; answers how many are still there.</summary>
    public static async Task<int> EndSessionsAsync(
        NpgsqlConnection server, IReadOnlyList<NodeId> nodes, CancellationToken cancellationToken)
    {
        foreach (var session in await SessionsAsync(server, nodes, cancellationToken))
        {
            var end = server.PostgreSqlVersion.Major >= 14 ? "pg_terminate_backend(s.pid, 5000)" : "pg_terminate_backend(s.pid)";
            await LedgerSession.ReadAsync(
                server, $"SELECT CASE WHEN {MayEnd} THEN {end} END FROM pg_stat_activity s WHERE s.pid = $1", _ => true, cancellationToken,
                session.Pid);
        }

        return (await SessionsAsync(server, nodes, cancellationToken)).Count;
    }

    private static readonly string MayEnd = SqlText.Load("may-end-backend.sql");

    /// <summary>SQL: the lease of the migration <c>m</c>. A node counts as living for so long after its last heartbeat.</summary>
    internal const string Lease = "coalesce((m.options #>> '{shared,lease}')::interval, '10 s')";

    private static string[] Marks(IEnumerable<NodeId> nodes) => [.. nodes.Select(NodeSessions.MarkOf)];
}
