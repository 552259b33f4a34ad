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
    private readonly RunDirective? ended = run.Request.Adopted?.Ended;
    private bool isTold = run.Request.Adopted is null;

    /// <summary>Brings the nodes' rows to the slots that are in force, notes new directives as
    /// taken, and returns what is in force.</summary>
    public async Task<SteeringRead> CarryOutAsync(CancellationToken cancellationToken)
    {
        var steering = await ledger.ReadAsync(cancellationToken);
        TellAdopted(steering);
        if (steering.Given.Count == 0)
            return SteeringRead.None;
        var orders = new Dictionary<NodeId, NodeOrders>();
        foreach (var node in await ledger.LivingAsync(cancellationToken))
        {
            orders[node.Id] = steering.For(node);
            await SetSlotsAsync(node, orders[node.Id], cancellationToken);
        }

        RunDirective[] fresh = [.. steering.Given.Where(given => given.TakenAt is null)];
        if (fresh.Length > 0)
            await ledger.TakeAsync(run.Term, fresh.Select(given => given.Id), cancellationToken);
        if (steering.Stop is { } stop && fresh.Contains(stop))
            run.Notice($"Stopped by {stop.By}: the nodes give back what they have not finished and end. Go on with actormigrate resume.");
        return new SteeringRead(steering, orders);
    }

    /// <summary>Says once, when this node goes on with a recorded migration, what the ledger has kept that a user might not
    /// expect.</summary>
    private void TellAdopted(Steering steering)
    {
        if (isTold)
            return;
        isTold = true;
        if (ended is { } before)
            run.Notice(Words(before));
        if (steering.TotalRate is null && run.Options.Shared.MaxRate is { } rate)
        {
            run.Notice(string.Create(
                CultureInfo.InvariantCulture,
                $"All nodes together copy at most {rate:N0} bytes a second, because the migration was begun with --max-rate. "
                    + $"Change it with actormigrate set --max-rate."));
        }
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
