using ActorMigrate.Migration;
using ActorMigrate.Migration.Objects;

namespace ActorMigrate.Coordinator.Preflight.Checks;

/// <summary>Settings of the target's server, database and role that would stop a migration or change what it leaves.</summary>
internal static class Settings
{
    public static IEnumerable<CheckFinding> Find(ServersSeen seen)
    {
        foreach (var finding in ServerRules.ReadOnlyTarget(seen.Target).Where(_ => !seen.Target.IsInRecovery))
            yield return finding;
        if (seen.TargetState.TempFileLimit >= 0)
        {
            yield return CheckFinding.Warn(
                "temp_file_limit",
                $"temp_file_limit on the target is {seen.TargetState.TempFileLimit} kB; an index whose build sorts "
                    + "more than that on disk fails.",
                "As a superuser of the target, for the role that migrates: ALTER ROLE … SET temp_file_limit = -1;");
        }
    }

    /// <summary>Subscriptions arrive disabled, and more of them than these settings allow cannot be enabled together.</summary>
    public static IEnumerable<CheckFinding> Subscriptions(TargetSeen target, ServersSeen seen)
    {
        var made = target.Plan.Objects.Where(one => one.Kind == ObjectKinds.Subscription).Select(one => one.Name).ToList();
        var room = seen.TargetState.Subscriptions;
        var needed = made.Count + room.Origins;
        foreach (var (setting, most) in new[] { (room.OriginSetting, room.MostOrigins),
            ("max_logical_replication_workers", room.MostWorkers) }.Where(bound => made.Count > 0 && bound.Item2 < needed))
        {
            yield return CheckFinding.Warn(
                setting,
                $"{setting} on the target is {most}; with the subscriptions {NameList.Of(made)} it has {needed}, "
                    + "which cannot all be enabled.",
                $"On the target: ALTER SYSTEM SET {setting} = {needed}; and restart it, or leave them out: --skip subscription.");
        }
    }

    /// <summary>Publications are made whatever <c>wal_level</c> is, and publish nothing below <c>logical</c>.</summary>
    public static IEnumerable<CheckFinding> Replication(TargetSeen target, ServersSeen seen)
    {
        var made = target.Plan.Objects.Where(one => one.Kind == ObjectKinds.Publication).Select(one => one.Name).ToList();
        if (made.Count > 0 && seen.TargetState.WalLevel != "logical")
        {
            yield return CheckFinding.Warn(
                made,
                $"wal_level on the target is {seen.TargetState.WalLevel}; nobody can subscribe to the "
                    + $"publications {NameList.Of(made)} there.",
                "On the target: ALTER SYSTEM SET wal_level = logical; and restart it, or leave them out: --skip publication.");
        }
    }
}
