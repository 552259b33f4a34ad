using ActorMigrate.Control;
using ActorMigrate.Postgres.Facts;
using ActorMigrate.Postgres.Session;

namespace ActorMigrate.Coordinator.Preflight;

/// <summary>Looks at both servers, and only looks.</summary>
internal static class ServerLook
{
    public static async Task<ServersSeen> SeeAsync(Database source, Database target, CancellationToken cancellationToken)
    {
        await using var fromSource = await source.OpenAsync(SessionPurpose.Preflight, cancellationToken);
        await using var fromTarget = await target.OpenAsync(SessionPurpose.Preflight, cancellationToken);
        var sourceFacts = await ServerFacts.ReadAsync(fromSource, cancellationToken);
        var targetFacts = await ServerFacts.ReadAsync(fromTarget, cancellationToken);
        var same = await SameDatabase.CheckAsync(fromSource, sourceFacts, fromTarget, targetFacts, cancellationToken);
        return new ServersSeen(
            sourceFacts, targetFacts, same,
            await PoolerProbe.ProbeAsync(source, cancellationToken),
            await PoolerProbe.ProbeAsync(target, cancellationToken))
        {
            SourceState = await ServerState.ReadAsync(fromSource, IsThisMachine(source), cancellationToken),
            TargetState = await ServerState.ReadAsync(fromTarget, IsThisMachine(target), cancellationToken),
        };
    }

    private static bool IsThisMachine(Database database) => database.Connection.Hosts.All(host => host.IsThisMachine);

    /// <summary>The ledger that the target holds already, or null.</summary>
    public static async Task<CheckFinding?> EarlierRunAsync(Database target, CancellationToken cancellationToken)
    {
        await using var session = await target.OpenAsync(SessionPurpose.Preflight, cancellationToken);
        if (await ControlSchema.FindAsync(session, cancellationToken) is not { } earlier)
            return null;
        var what = earlier.Id is { } id
            ? $"The target holds the ledger of migration {id}, begun at {earlier.StartedAt}, in phase {earlier.Phase}."
            : $"The target has a schema named {ControlSchema.Name} that holds no migration.";
        return CheckFinding.Fail(
            $"schema {ControlSchema.Name}",
            what,
            earlier.Id is null
                ? $"Rename it, or drop it if nobody needs it: DROP SCHEMA {ControlSchema.Name} CASCADE;"
                : "Look at it with actormigrate status; if it did not end well, go on with actormigrate resume. If its "
                    + "ledger is not needed any more, "
                    + "remove it with actormigrate cleanup.");
    }
}
