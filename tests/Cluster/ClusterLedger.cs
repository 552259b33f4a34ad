using ActorMigrate.Control;
using ActorMigrate.Control.Nodes;
using ActorMigrate.Control.Tests;
using ActorMigrate.Migration;
using ActorMigrate.Postgres.Session;
using ActorMigrate.TestServers;
using Npgsql;

namespace ActorMigrate.Cluster.Tests;

/// <summary>A real ledger in a throwaway database, with one migration and no node.</summary>
internal sealed class ClusterLedger : RecordedLedger
{
    private ClusterLedger(TestDatabase database)
        : base(database, SessionPurpose.Lease)
    {
        Nodes = new NodeLedger(Session, Migration);
        Lease = new LeaseLedger(Session, Migration);
    }

    public NodeId Coordinator { get; } = new(Guid.NewGuid());

    public NodeLedger Nodes { get; }

    public LeaseLedger Lease { get; }

    public static async Task<ClusterLedger> CreateAsync(TestServer? server = null)
    {
        var ledger = new ClusterLedger(server is null ? await TestDatabase.CreateAsync() : await TestDatabase.CreateAsync(server));
        await ledger.RecordAsync(ledger.Coordinator);
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

    public Task<NpgsqlConnection> OpenAsync() => Target.OpenAsync(SessionPurpose.Control, default);
}
