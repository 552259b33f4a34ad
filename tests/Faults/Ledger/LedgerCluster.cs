using System.Globalization;
using ActorMigrate.Control;
using ActorMigrate.Control.Migrations;
using ActorMigrate.Control.Nodes;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Control.Tests;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Phases;
using Npgsql;

namespace ActorMigrate.Faults.Tests.Ledger;

/// <summary>The part of a replay that concerns terms, rows of nodes, the lease and the founder.</summary>
internal sealed class LedgerCluster(LedgerFixture ledger, NodeId[] nodes)
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);

    private readonly Dictionary<int, CoordinatorTerm> seen = [];
    private readonly AdoptionLedger adoption = new(ledger.Session, ledger.Id);
    private readonly LeaseLedger lease = new(ledger.Session, ledger.Id);

    /// <summary>Takes every node in.</summary>
    public async Task RegisterAsync()
    {
        for (var node = 0; node < nodes.Length; node++)
        {
            var draft = new NodeDraft(nodes[node], NameOf(node), "host", 1, "test", 1, 1)
                { Address = new NodeAddress(NameOf(node), node, NameOf(node)) };
            await ledger.Nodes.RegisterAsync(draft, default);
        }
    }

    /// <summary>Takes one step. Returns whether the ledger took it, or null where it does not say.</summary>
    public async Task<bool?> TakeAsync(LedgerStep step, LedgerState before)
    {
        var node = nodes[step.Node];
        switch (step.Kind)
        {
            case StepKind.TakeTerm:
                return await adoption.TakeTermAsync(node, default) is not null;
            case StepKind.Observe:
                seen[step.Node] = new CoordinatorTerm(nodes[before.Coordination.Coordinator], before.Coordination.Term);
                break;
            case StepKind.Adopt:
                await adoption.AdoptAsync(
                    seen[step.Node], await ledger.HeartOfAsync(seen[step.Node].Coordinator), node, reopen: false, default);
                break;
            case StepKind.Coordinate:
                await CoordinateAsync(node, before.Coordination.Held[step.Node]);
                break;
            case StepKind.End:
                return await ledger.Nodes.EndAsync(nodes[step.By], before.Coordination.Held[step.By], node, default);
            case StepKind.Leave:
                await ledger.Nodes.LeaveAsync(node, default);
                break;
            case StepKind.TakeLease:
                return await lease.TakeAsync(node, Lease, default);
            case StepKind.ReleaseLease:
                await lease.ReleaseAsync(node, default);
                break;
            case StepKind.RunOut:
                await ledger.Session.ExecuteAsync(
                    "UPDATE actormigrate.lease SET valid_until = clock_timestamp() - interval '1 second'", default);
                break;
            case StepKind.Found:
                return await ledger.Nodes.FoundAsync(node, Lease, default);
            case StepKind.Join:
                return await JoinAsync(step);
            case StepKind.FallSilent:
                await ledger.Session.ExecuteAsync(
                    $"UPDATE actormigrate.node SET heartbeat_at = clock_timestamp() - interval '1 hour' WHERE id = '{node}'", default);
                break;
        }

        return null;
    }

    /// <summary>The rows as the model has them.</summary>
    public static IEnumerable<string> RowsOf(LedgerState state)
    {
        var (coordination, row, entry) = (state.Coordination, state.Lease, state.Entry);
        yield return $"coordinator {coordination.Coordinator} term {coordination.Term} founder {entry.Founder}";
        yield return $"lease {row.Owner}{(row.RanOut ? " has run out" : "")}";
        for (var node = 0; node < entry.Joined.Length; node++)
            yield return $"node {node} ended {state.Target.Ended[node]} joined {entry.Joined[node]}";
    }

    /// <summary>The rows as the ledger has them.</summary>
    public async Task<IReadOnlyList<string>> RowsAsync()
    {
        var rows = await ReadAsync(
            "SELECT coordinator, term, founder FROM actormigrate.migration",
            row => string.Create(
                CultureInfo.InvariantCulture, $"coordinator {NodeIn(row, 0)} term {row.GetInt64(1)} founder {NodeIn(row, 2)}"));
        var owner = await ReadAsync(
            "SELECT owner, valid_until < clock_timestamp() FROM actormigrate.lease",
            row => $"lease {NodeIn(row, 0)}{(row.GetBoolean(1) ? " has run out" : "")}");
        var each = await ReadAsync(
            "SELECT id, left_at IS NOT NULL, joined_at IS NOT NULL FROM actormigrate.node ORDER BY name",
            row => $"node {NodeIn(row, 0)} ended {row.GetBoolean(1)} joined {row.GetBoolean(2)}");
        return [.. rows, .. owner.DefaultIfEmpty("lease -1"), .. each];
    }

    private async Task<bool?> JoinAsync(LedgerStep step)
    {
        var seeds = await ledger.Nodes.SeedsAsync(nodes[step.Node], Lease, default);
        if (step.By != step.Node && !seeds.Any(seed => seed.Name == NameOf(step.By)))
            return false;
        await ledger.Nodes.JoinedAsync(nodes[step.Node], default);
        return true;
    }

    private async Task CoordinateAsync(NodeId node, long term)
    {
        try
        {
            await new MigrationLedger(ledger.Session, ledger.Id, node, term).EnterPhaseAsync(Phase.ExtractSourceSchema, default);
        }
        catch (CoordinatorReplacedException)
        {
        }
    }

    private async Task<List<string>> ReadAsync(string sql, Func<NpgsqlDataReader, string> read) =>
        [.. await ledger.Session.QueryAsync(sql, read, default)];

    private int NodeIn(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? -1 : Array.IndexOf(nodes, new NodeId(row.GetGuid(column)));

    private static string NameOf(int node) => string.Create(CultureInfo.InvariantCulture, $"node {node}");
}
