using ActorMigrate.Migration.Budgets;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Options;
using ActorMigrate.Postgres;
using ActorMigrate.Postgres.Facts;

namespace ActorMigrate.Coordinator.Preflight;

/// <summary>The rules for the two servers before anything is begun. Pure; each rule names the thing, the cause and the remedy.</summary>
internal static class ServerRules
{
    /// <summary>Returns the node's options, fitted to the distance of the servers and to the connections that are free, or null where these
    /// do not suffice.</summary>
    public static NodeOptions? Fit(ServersSeen seen, NodeOptions options)
    {
        var (inSource, inTarget) = (seen.Source.FreeConnections, seen.Target.FreeConnections);
        return ConnectionBudget.Fit(seen.IsDistant ? ConnectionBudget.Far(options, inSource, inTarget) : options, inSource, inTarget);
    }

    /// <summary>Checks the rules for a node that joins a migration whose own rules were checked before. Throws
    /// <see cref="RefusedException"/> for what does not, and returns the fitted options.</summary>
    public static NodeOptions CheckJoining(ServersSeen seen, NodeOptions options)
    {
        CheckFinding[] fails = [.. Poolers(seen), .. ReadOnlyTarget(seen.Target), .. Connections(seen, options)
            .Where(finding => finding.Level == CheckLevel.Fail)];
        return fails.Length == 0 ? Fit(seen, options)! : throw Refusal.Of(fails);
    }

    /// <summary>Refuses a source that is the target.</summary>
    public static IEnumerable<CheckFinding> SameDatabase(ServersSeen seen)
    {
        if (seen.SameDatabase)
            yield return CheckFinding.Fail(
                $"database {seen.Target.Database}", "Source and target are the same database.", "Give another database as --target.");
    }

    /// <summary>Poolers between this process and a server.</summary>
    public static IEnumerable<CheckFinding> Poolers(ServersSeen seen) =>
        from side in new[] { (Name: "source", Kind: seen.SourcePooler), (Name: "target", Kind: seen.TargetPooler) }
        where side.Kind == PoolerKind.Transaction
        select CheckFinding.Fail(
            side.Name,
            $"The {side.Name} is reached through a pooler that changes backends between transactions; snapshots, locks and session "
                + "settings do not survive that.",
            "Give the address of the server itself, or of a pooler in session mode.");

    /// <summary>Refuses a target that takes no writes.</summary>
    public static IEnumerable<CheckFinding> ReadOnlyTarget(ServerFacts target)
    {
        if (target.IsInRecovery)
        {
            yield return CheckFinding.Fail("target", "The target is a standby: it takes no writes.", "Give the address of its primary.");
        }
        else if (target.IsReadOnlyByDefault)
        {
            yield return CheckFinding.Fail(
                $"database {target.Database}",
                $"The target database {target.Database} is read-only: default_transaction_read_only is on for it, "
                    + "for the role or for the server.",
                "Turn the setting off for the migration's role, or give another target.");
        }
    }

    /// <summary>Refuses a target of an older major version, unless that is allowed.</summary>
    public static IEnumerable<CheckFinding> Versions(ServersSeen seen, MigrationOptions options)
    {
        if (seen.Target.MajorVersion < seen.Source.MajorVersion && !options.AllowOlderTarget)
        {
            yield return CheckFinding.Fail(
                "target",
                $"The target is PostgreSQL {seen.Target.Version}, older than the source, {seen.Source.Version}.",
                "Migrate to the same or a newer major version, or accept what the older one cannot express with --allow-older-target.");
        }
    }

    /// <summary>Refuses a target where the role may not make the control schema.</summary>
    public static IEnumerable<CheckFinding> DatabaseRights(ServersSeen seen)
    {
        if (!seen.Target.CanCreateSchemas)
        {
            yield return CheckFinding.Fail(
                $"database {seen.Target.Database}",
                $"The role {seen.Target.Role} may not create schemas in the target database {seen.Target.Database}.",
                $"Run there as an owner: GRANT CREATE ON DATABASE {Identifier.Quote(seen.Target.Database)} TO "
                    + $"{Identifier.Quote(seen.Target.Role)};");
        }
    }

    /// <summary>Refuses a server without the language of blocks that catch errors, in which tables are locked and objects are given to
    /// their owners.</summary>
    public static IEnumerable<CheckFinding> Language(ServersSeen seen) =>
        from side in new[]
            { (Name: "source", Facts: seen.Source, State: seen.SourceState), (Name: "target", Facts: seen.Target, State: seen.TargetState) }
        where !side.State.HasPlpgsql
        select CheckFinding.Fail(
            "language plpgsql",
            $"The {side.Name} database {side.Facts.Database} has no language plpgsql that the role {side.Facts.Role} may use; a "
                + "migration runs statements in it.",
            "Run there as a superuser: CREATE EXTENSION IF NOT EXISTS plpgsql; GRANT USAGE ON LANGUAGE plpgsql TO "
                + $"{Identifier.Quote(side.Facts.Role)};");

    /// <summary>Connections that are free on both sides.</summary>
    public static IEnumerable<CheckFinding> Connections(ServersSeen seen, NodeOptions options)
    {
        if (Fit(seen, options) is not { } fitted)
        {
            var least = ConnectionBudget.Least(options);
            var (inSource, inTarget) = (ConnectionBudget.NeededInSource(least), ConnectionBudget.NeededInTarget(least));
            yield return CheckFinding.Fail(
                "connections",
                $"Too few connections are free: {FreeWords(seen.Source)} on the source and {FreeWords(seen.Target)} on the target. A "
                + $"migration needs at least {inSource} and {inTarget}.",
                "Close sessions there, or "
                    + string.Join(" On the other side, ", MoreWords(seen.Source, inSource, "source")
                        .Concat(MoreWords(seen.Target, inTarget, "target"))));
        }
        else if (fitted.CopySlots < options.CopySlots || fitted.IndexSlots < options.IndexSlots)
        {
            yield return CheckFinding.Warn(
                "connections",
                $"With {FreeWords(seen.Source)} connections free on the source and {FreeWords(seen.Target)} on the target, "
                + $"{fitted.CopySlots} of {options.CopySlots} copy slots and {fitted.IndexSlots} of "
                + $"{options.IndexSlots} index slots are used.",
                $"For all slots, free {ConnectionBudget.NeededInSource(options)} connections on the source and "
                    + $"{ConnectionBudget.NeededInTarget(options)} on the target.");
        }
    }

    private static string FreeWords(ServerFacts server) =>
        $"{server.FreeConnections} of {server.ConnectionLimit?.Words ?? $"{server.MaxConnections}"}";

    /// <summary>Returns how a side that has too few connections gets more.</summary>
    private static IEnumerable<string> MoreWords(ServerFacts server, int needed, string side)
    {
        if (server.FreeConnections < needed)
            yield return server.ConnectionLimit is { } limit
                ? $"run on the {side}: {limit.Raised(needed - server.FreeConnections)}"
                : $"raise max_connections on the {side}.";
    }
}
