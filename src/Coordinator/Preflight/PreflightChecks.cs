using ActorMigrate.Coordinator.Preflight.Checks;
using ActorMigrate.Migration.Options;

namespace ActorMigrate.Coordinator.Preflight;

/// <summary>Lists all checks, in the order in which their results are shown. A new check is a file in <c>Checks</c> and a line here.
/// </summary>
internal static class PreflightChecks
{
    /// <summary>The check that a failure to reach or ask a server belongs to.</summary>
    public const string Connecting = "databases";

    /// <summary>The check that a scope which names nothing, or a source that cannot be read, belongs to.</summary>
    public const string Scope = "scope";

    /// <summary>The check that a target which cannot be looked at belongs to.</summary>
    public const string Names = "names";

    /// <summary>The check that tables which the role may not look at belong to.</summary>
    public const string TargetPrivileges = "target-privileges";

    /// <summary>The checks of the two servers; a migration runs them before anything else.</summary>
    public static IReadOnlyList<Check> OfServers { get; } =
    [
        Check.OfServers(Connecting, (seen, _) => ServerRules.SameDatabase(seen)),
        Check.OfServers("versions", (seen, examined) => ServerRules.Versions(seen, examined.Options)),
        Check.OfServers("poolers", (seen, _) => ServerRules.Poolers(seen)),
        Check.OfServers("standbys", (seen, _) => Standbys.Find(seen)),
        Check.OfServers("settings", (seen, _) => Settings.Find(seen)),
        Check.OfServers("connections", (seen, examined) => ServerRules.Connections(seen, examined.Options.Node)),
        Check.OfServers("database-privileges", (seen, _) => [.. ServerRules.DatabaseRights(seen), .. ServerRules.Language(seen)]),
        Check.OfServers("ledger", (seen, _) => seen.EarlierRun is { } earlier ? [earlier] : []),
        Check.OfServers("transactions", (seen, _) => Transactions.Find(seen)),
        Check.OfServers("encodings", (seen, _) => Encodings.Find(seen)),
        Check.OfServers("default-collations", (seen, _) => Checks.Collations.OfDatabases(seen)),
        Check.OfServers("event-triggers", (seen, _) => TargetActs.EventTriggers(seen)),
    ];

    /// <summary>The checks of the source's objects, before these are locked and read.</summary>
    public static IReadOnlyList<Check> OfSource { get; } =
    [
        Check.OfSource(Scope, (_, _) => []),
        Check.OfSource("source-privileges", (source, examined) => SourcePrivileges.Find(source, examined.Servers!.Source.Role)),
        Check.OfSource("row-security", (source, examined) => SourcePrivileges.RowSecurity(source, examined.Servers!.Source.Role)),
        Check.OfSource("unlogged-tables", (source, examined) => Standbys.Unlogged(source, examined.Servers!)),
        Check.OfSource("source-locks", (source, _) => Locks.Holders(source)),
        Check.OfSource("lock-table", (source, _) => Locks.Room(source)),
        Check.OfSource("disk", (source, examined) => Disk.Find(source, examined.Servers!)),
        Check.OfSource("foreign-keys", (source, _) => source.ForeignKeys ?? []),
        Check.OfSource("texts", (source, _) => source.Texts ?? []),
    ];

    /// <summary>The checks of the target's objects and of the plan.</summary>
    public static IReadOnlyList<Check> OfTarget { get; } =
    [
        Check.OfTarget(Names, (target, examined) =>
        [
            .. Checks.Names.Find(target, examined.Options), .. Checks.Names.TooLong(target, examined.Servers!),
            .. Checks.Names.Unspeakable(target, examined.Servers!, examined.Options),
        ]),
        Check.OfTarget(TargetPrivileges, (target, examined) =>
        [
            .. Checks.TargetPrivileges.Find(target, examined.Servers!.Target.Role, examined.Options), .. Making(target, examined),
        ]),
        Check.OfTarget("target-locks", (target, examined) => [.. Locks.Holders(target, examined.Options),
            .. LockRules.Of(target.Inspection, target.Catalog, examined.Options.Existing, target.Locks)]),
        Check.OfTarget("roles", (target, examined) => TargetRules.Roles(target.Inspection, examined.Options.RoleMap)),
        Check.OfTarget("owners", (target, _) => Owners.Find(target)),
        Check.OfTarget("extensions", (target, _) => Extensions.Find(target)),
        Check.OfTarget(
            "superuser-only", (target, examined) => SuperuserOnly.Find(target, examined.Options, examined.Servers!.Target.MajorVersion)),
        Check.OfTarget("collations", (target, examined) => Checks.Collations.OfObjects(target, examined.Source!, examined.Servers!)),
        Check.OfTarget("default-privileges", (target, examined) => TargetActs.DefaultPrivileges(target, examined.Options)),
        Check.OfTarget("event-trigger-writes", (target, examined) => TargetActs.EventTriggerWrites(target, examined.Options)),
        Check.OfTarget("replication", (target, examined) =>
            [.. Settings.Replication(target, examined.Servers!), .. Settings.Subscriptions(target, examined.Servers!)]),
        Check.OfTarget("definitions", (target, examined) =>
        [
            .. Definitions.Find(target.Plan), .. Definitions.Labels(target), .. Definitions.ServerUses(target, examined.Servers!),
            .. GeneratedBelowPlain.Find(target, examined), .. RowsAgainstChecks.Find(target, examined),
        ]),
    ];

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Check> All { get; } = [.. OfServers, .. OfSource, .. OfTarget];

    /// <summary>Returns the rights that a role which is no superuser lacks to make the objects of the plan.</summary>
    private static IEnumerable<CheckFinding> Making(TargetSeen target, Examined examined) =>
        examined.Options.Content == MigrationContent.DataOnly || target.Inspection.IsSuperuser
        ? []
        : [.. MakerRights.Find(target, examined.Options), .. RoleRights.Find(target, examined.Servers!.Target.MajorVersion),
            .. UsageRights.Find(target)];
}
