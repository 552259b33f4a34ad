using ActorMigrate.Control;
using ActorMigrate.Control.Migrations;
using ActorMigrate.Control.Nodes;
using ActorMigrate.Coordinator.Joining;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Postgres.Session;

namespace ActorMigrate.Coordinator.Resuming;

/// <summary>Finds out whether the nodes of a migration are gone, from outside of their cluster. A node is gone in one of three cases: it
/// has left; the target shows none of its sessions and it has missed some heartbeats; or its last heartbeat is older than one and a half
/// leases. A node that is wrongly taken for gone only loses its place: the term fences its later writes.</summary>
internal static class FormerNodes
{
    private const int MissedBeats = 2;
    private const double SilentLeases = 1.5;

    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    /// <summary>Returns the migration once none of its nodes lives; refuses while one beats.</summary>
    public static async Task<BegunMigration> WaitUntilGoneAsync(
        NodeRequest request, BegunMigration migration, LedgerSession session, CancellationToken cancellationToken)
    {
        var nodes = new NodeLedger(session, migration.Id);
        var first = migration.Coordinator;
        for (IReadOnlyList<RegisteredNode> before = []; ;)
        {
            var now = await nodes.RegisteredAsync(cancellationToken);
            if (now.FirstOrDefault(node => HasBeaten(node, before)) is { } living)
                throw Lives(migration, living);
            if (await AllAreGoneAsync(request, migration, now, cancellationToken))
                break;
            if (before.Count == 0)
                request.OnStep("wait for the end of the former nodes");
            before = now;
            await Task.Delay(LookEvery, request.Time, cancellationToken);
        }

        var found = await BegunMigration.FindAsync(request.Target, cancellationToken) ?? throw ResumeRules.LedgerGone();
        return found.Coordinator == first ? found : throw ResumeRules.Overtaken(found);
    }

    // Half of the wait is left for the time that the two reads themselves take.
    private static bool HasBeaten(RegisteredNode node, IReadOnlyList<RegisteredNode> before) =>
        before.FirstOrDefault(earlier => earlier.Id == node.Id) is { } earlier
            ? node.Silence < earlier.Silence + LookEvery / 2
            : before.Count > 0;

    private static async Task<bool> AllAreGoneAsync(
        NodeRequest request, BegunMigration migration, IReadOnlyList<RegisteredNode> nodes, CancellationToken cancellationToken)
    {
        var options = migration.Options.Shared;
        if (nodes.All(node => node.Silence > options.Lease * SilentLeases))
            return true;
        if (nodes.Any(node => node.Silence < options.HeartbeatInterval * MissedBeats + LookEvery))
            return false;
        await using var target = await request.Target.OpenAsync(SessionPurpose.Preflight, cancellationToken);
        foreach (var node in nodes)
        {
            if (await NodeSessions.AnyAsync(target, node.Id, cancellationToken))
                return false;
        }

        return true;
    }

    private static RefusedException Lives(BegunMigration migration, RegisteredNode node) => new(
        $"Migration {migration.Id} is running: its node {node.Name} lives, and one of its nodes coordinates.",
        "Look at it with actormigrate status, join it with actormigrate worker, or stop its nodes and resume it then.")
        { MayTakePart = true };
}
