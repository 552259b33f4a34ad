using ActorMigrate.Control.Migrations;
using ActorMigrate.Coordinator.Preflight;

namespace ActorMigrate.Coordinator.Joining;

/// <summary>Looks at the servers of a node that joins or resumes a migration.</summary>
internal static class JoinLook
{
    /// <summary>Returns both servers as <paramref name="request"/> names them. Refuses a node whose servers or version do not fit
    /// <paramref name="migration"/>.</summary>
    public static async Task<ServersSeen> FitAsync(NodeRequest request, BegunMigration migration, CancellationToken cancellationToken)
    {
        var seen = await ServerLook.SeeAsync(request.Source, request.Target, forLedger: false, cancellationToken);
        JoinRules.Check(migration, request.ToolVersion, seen.Source, seen.Target);
        return seen;
    }
}
