using ActorMigrate.Migration;
using Npgsql;

namespace ActorMigrate.Postgres.Session;

/// <summary>The sessions of one node, which bear its mark at the end of their application name.</summary>
public static class NodeSessions
{
    private const int MarkLength = 8;

    /// <summary>Returns the mark of a node: short, because application names are.</summary>
    public static string MarkOf(NodeId node) => node.Value.ToString("N")[..MarkLength];

    /// <summary>Tells whether a node has any session there.</summary>
    public static async Task<bool> AnyAsync(NpgsqlConnection connection, NodeId node, CancellationToken cancellationToken)
    {
        const string sql = "SELECT EXISTS (SELECT FROM pg_catalog.pg_stat_activity WHERE application_name LIKE '% ' || $1)";
        using var command = new NpgsqlCommand(sql, connection)
            { Parameters = { new NpgsqlParameter<string> { TypedValue = MarkOf(node) } } };
        return (bool)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    /// <summary>Returns the number of sessions that each of these nodes has on the server.</summary>
    public static async Task<IReadOnlyDictionary<NodeId, int>> CountAsync(
        NpgsqlConnection connection, IReadOnlyCollection<NodeId> nodes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(nodes);
        const string sql = """
            SELECT mark, (SELECT pg_catalog.count(*) FROM pg_catalog.pg_stat_activity WHERE application_name LIKE '% ' || mark)::int
            FROM pg_catalog.unnest($1) AS mark
            """;
        using var command = new NpgsqlCommand(sql, connection)
            { Parameters = { new NpgsqlParameter<string[]> { TypedValue = [.. nodes.Select(MarkOf)] } } };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        var counts = new Dictionary<string, int>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            counts[reader.GetString(0)] = reader.GetInt32(1);
        return nodes.Distinct().ToDictionary(node => node, node => counts.GetValueOrDefault(MarkOf(node)));
    }

    /// <summary>Ends the sessions of a node that was found dead, as far as the role may. The sessions that hold the snapshot may be all
    /// that is left of it: they are ended only when <paramref name="holders"/> says so.</summary>
    public static async Task EndAsync(NpgsqlConnection connection, NodeId node, bool holders, CancellationToken cancellationToken)
    {
        using var command = new NpgsqlCommand(SqlText.Load("end-node-sessions.sql"), connection)
        {
            Parameters = { new NpgsqlParameter<string> { TypedValue = MarkOf(node) }, new NpgsqlParameter<bool> { TypedValue = holders } },
        };
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
