using ActorMigrate.Control;
using ActorMigrate.Control.Nodes;
using ActorMigrate.Control.Tests;
using ActorMigrate.Migration;
using ActorMigrate.Postgres.Session;
using ActorMigrate.TestServers;
using Npgsql;

namespace ActorMigrate.Cluster.Tests;

/// <summary>A real ledger in a throwaway database, with one migration and no node.</summary>
internal sealed class ClusterLedger : IAsyncDisposable
{
    private readonly TestDatabase database;
    private readonly Database target;
    private readonly LedgerSession session;

    private ClusterLedger(TestDatabase database)
    {
        this.database = database;
        target = database.As(Side.Target);
        session = new LedgerSession(target, SessionPurpose.Lease);
        Nodes = new NodeLedger(session, Migration);
        Lease = new LeaseLedger(session, Migration);
    }

    public MigrationId Migration { get; } = new(Guid.NewGuid());

    public NodeId Coordinator { get; } = new(Guid.NewGuid());

    public NodeLedger Nodes { get; }

    public LeaseLedger Lease { get; }

    public static async Task<ClusterLedger> CreateAsync(TestServer? server = null)
    {
        var ledger = new ClusterLedger(server is null ? await TestDatabase.CreateAsync() : await TestDatabase.CreateAsync(server));
        await using var connection = await ledger.target.OpenAsync(SessionPurpose.Control, default);
        await RecordedMigration.MakeAsync(connection, ledger.Migration, ledger.Coordinator);
        return ledger;
    }

    /// <summary>Writes a node's row; its heart beats once.</summary>
    public Task RegisterAsync(NodeId node, string name, NodeAddress? address = null) =>
        Nodes.RegisterAsync(new NodeDraft(node, name, "host", 1, "test", 1, 1) { Address = address }, default);

    public async Task<IReadOnlyCollection<string>> FingerprintsAsync(CancellationToken cancellationToken) =>
        await Nodes.FingerprintsAsync(cancellationToken);

    /// <summary>A node whose actor system knows the living rows, with a row of its own.</summary>
    public async Task<TestNode> StartNodeAsync(string name, ListenAddress? listen = null)
    {
        var node = await TestNode.StartAsync(FingerprintsAsync, () => Lease, listen);
        await RegisterAsync(node.Id, name, node.InLedger);
        return node;
    }

    public Task<NpgsqlConnection> OpenAsync() => target.OpenAsync(SessionPurpose.Control, default);

    public Task<T?> ScalarAsync<T>(string sql) => database.ScalarAsync<T>(sql);

    public Task ExecuteAsync(string sql) => database.ExecuteAsync(sql);

    public async ValueTask DisposeAsync()
    {
        await session.DisposeAsync();
        await target.DisposeAsync();
        await database.DisposeAsync();
    }
}
