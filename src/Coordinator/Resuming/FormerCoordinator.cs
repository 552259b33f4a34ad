using ActorMigrate.Control;
using ActorMigrate.Coordinator.Joining;
using ActorMigrate.Migration;
using ActorMigrate.Postgres;

namespace ActorMigrate.Coordinator.Resuming;

/// <summary>Finds out whether the coordinator of a migration is gone. It is when it has left; when the target shows no session of it and
/// its heart has missed some beats; or when it is dead by <see cref="ReapPolicy"/>. A mistake costs nothing but the former coordinator's
/// place: the term fences whatever it still writes.</summary>
internal static class FormerCoordinator
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);
    private const int MissedBeats = 2;

    /// <summary>Comes back with the migration once its coordinator is gone; refuses one whose heart beats.</summary>
    public static async Task<BegunMigration> WaitUntilGoneAsync(
        NodeRequest request, BegunMigration migration, CancellationToken cancellationToken)
    {
        var first = migration;
        for (var silences = Silences.None; migration.LastBeat is { } beat; migration = await LookAsync(request, cancellationToken))
        {
            if (migration.Coordinator != first.Coordinator || beat != first.LastBeat)
                throw Lives(migration);
            (silences, var dead) = ReapPolicy.Look(
                silences, [new HeartbeatSeen(migration.Coordinator.Coordinator, beat)], migration.Now, migration.Options.Node.Lease);
            if (dead.Count > 0 || await HasVanishedAsync(request, migration, beat, cancellationToken))
                return migration;
            await Task.Delay(LookEvery, request.Time, cancellationToken);
        }

        return migration;
    }

    private static async Task<BegunMigration> LookAsync(NodeRequest request, CancellationToken cancellationToken) =>
        await BegunMigration.FindAsync(request.Target, cancellationToken) ?? throw ResumeRules.LedgerGone();

    private static async Task<bool> HasVanishedAsync(
        NodeRequest request, BegunMigration migration, DateTime beat, CancellationToken cancellationToken)
    {
        if (migration.Now - beat < migration.Options.Node.HeartbeatInterval * MissedBeats + LookEvery)
            return false;
        await using var target = await request.Target.OpenAsync(SessionPurpose.Preflight, cancellationToken);
        return !await NodeSessions.AnyAsync(target, migration.Coordinator.Coordinator, cancellationToken);
    }

    private static RefusedException Lives(BegunMigration migration) => new(
        $"Migration {migration.Id} goes on: its coordinator lives.",
        "Look at it with actormigrate status, help it with actormigrate worker, or stop it and resume it then.");
}
