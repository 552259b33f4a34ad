using ActorMigrate.Migration;
using ActorMigrate.Postgres;

namespace ActorMigrate.Coordinator.Preflight;

/// <summary>What was found out about the two servers.</summary>
internal sealed record ServersSeen(
    ServerFacts Source, ServerFacts Target, bool SameDatabase, PoolerKind SourcePooler, PoolerKind TargetPooler);

/// <summary>What must hold of the two servers before anything is begun. Pure; each rule refuses with the thing, the cause and the remedy.</summary>
internal static class ServerRules
{
    /// <summary>Throws <see cref="RefusedException"/> for the first rule that does not hold; answers the node's options, fitted to the
    /// connections that are free.</summary>
    public static NodeOptions Check(ServersSeen seen, MigrationOptions options)
    {
        if (seen.SameDatabase)
            throw new RefusedException("Source and target are the same database.", "Give another database as --target.");
        RefusePooler(seen.SourcePooler, "source");
        RefusePooler(seen.TargetPooler, "target");
        RefuseReadOnlyTarget(seen.Target);
        RefuseOlderTarget(seen, options);
        if (!seen.Target.CanCreateSchemas)
        {
            throw new RefusedException(
                $"The role {seen.Target.Role} may not create schemas in the target database {seen.Target.Database}.",
                $"Run there as an owner: GRANT CREATE ON DATABASE {Identifier.Quote(seen.Target.Database)} TO {Identifier.Quote(seen.Target.Role)};");
        }

        return Fit(seen, options.Node);
    }

    /// <summary>What must hold for a node that joins a migration whose own rules were checked before.</summary>
    public static NodeOptions CheckJoining(ServersSeen seen, NodeOptions options)
    {
        RefusePooler(seen.SourcePooler, "source");
        RefusePooler(seen.TargetPooler, "target");
        RefuseReadOnlyTarget(seen.Target);
        return Fit(seen, options);
    }

    private static NodeOptions Fit(ServersSeen seen, NodeOptions options) =>
        ConnectionBudget.Fit(options, seen.Source.FreeConnections, seen.Target.FreeConnections) ?? throw TooFewConnections(seen);

    private static void RefusePooler(PoolerKind kind, string side)
    {
        if (kind == PoolerKind.Transaction)
        {
            throw new RefusedException(
                $"The {side} is reached through a pooler that changes backends between transactions; snapshots, locks and session settings do not survive that.",
                "Give the address of the server itself, or of a pooler in session mode.");
        }
    }

    private static void RefuseReadOnlyTarget(ServerFacts target)
    {
        if (target.IsInRecovery)
            throw new RefusedException("The target is a standby: it takes no writes.", "Give the address of its primary.");
        if (target.IsReadOnlyByDefault)
        {
            throw new RefusedException(
                $"The target database {target.Database} is read-only: default_transaction_read_only is on for it, for the role or for the server.",
                "Turn the setting off for the migration's role, or give another target.");
        }
    }

    private static void RefuseOlderTarget(ServersSeen seen, MigrationOptions options)
    {
        if (seen.Target.MajorVersion < seen.Source.MajorVersion && !options.AllowOlderTarget)
        {
            throw new RefusedException(
                $"The target is PostgreSQL {seen.Target.Version}, older than the source, {seen.Source.Version}.",
                "Migrate to the same or a newer major version, or accept what the older one cannot express with --allow-older-target.");
        }
    }

    private static RefusedException TooFewConnections(ServersSeen seen) => new(
        $"Too few connections are free: {seen.Source.FreeConnections} of {seen.Source.MaxConnections} on the source and "
        + $"{seen.Target.FreeConnections} of {seen.Target.MaxConnections} on the target.",
        "Close sessions there, or raise max_connections or the role's connection limit.");
}
