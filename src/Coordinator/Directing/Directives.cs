using System.Globalization;
using ActorMigrate.Control.Nodes;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Budgets;
using ActorMigrate.Migration.Directing;

namespace ActorMigrate.Coordinator.Directing;

/// <summary>Reads the directives of a run and writes what follows from them to the ledger.</summary>
internal sealed class Directives(Run run)
{
    private readonly DirectiveLedger ledger = run.Directives;
    private RunDirective? ended = run.Request.Adopted?.Ended;

    /// <summary>Brings the nodes' rows to the slots that are in force, notes new directives as
    /// taken, and returns what is in force.</summary>
    public async Task<SteeringRead> CarryOutAsync(CancellationToken cancellationToken)
    {
        if (ended is { } before)
            run.Notice(Words(before));
        ended = null;
        var steering = await ledger.ReadAsync(cancellationToken);
        if (steering.Given.Count == 0)
            return SteeringRead.None;
        var orders = new Dictionary<NodeId, NodeOrders>();
        foreach (var node in await ledger.LivingAsync(cancellationToken))
        {
            orders[node.Id] = steering.For(node);
            await SetSlotsAsync(node, orders[node.Id], cancellationToken);
        }

        long[] fresh = [.. steering.Given.Where(given => given.TakenAt is null).Select(given => given.Id)];
        if (fresh.Length > 0)
            await ledger.TakeAsync(run.Term, fresh, cancellationToken);
        return new SteeringRead(steering, orders);
    }

    private static string Words(RunDirective ended) => string.Create(
        CultureInfo.InvariantCulture,
        $"The migration was {(ended.What.Verb == DirectiveVerb.Pause ? "paused" : "stopped")} by {ended.By} at "
            + $"{ended.At:u}; resuming it continues it.");

    private async Task SetSlotsAsync(SteeredNode node, NodeOrders orders, CancellationToken cancellationToken)
    {
        var (copy, index) = (orders.CopySlots ?? node.CopySlots, orders.IndexSlots ?? node.IndexSlots);
        if ((copy, index) != (node.CopySlots, node.IndexSlots))
            await ledger.SetSlotsAsync(
                run.Term, node.Id, (copy, index), ConnectionBudget.Needed(run.Options.Node, copy, index), cancellationToken);
    }
}
