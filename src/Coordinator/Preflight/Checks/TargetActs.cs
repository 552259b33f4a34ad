using ActorMigrate.Migration;
using ActorMigrate.Migration.Options;
using ActorMigrate.Postgres;

namespace ActorMigrate.Coordinator.Preflight.Checks;

/// <summary>Finds default privileges and event triggers of the target that would act on the new objects.</summary>
internal static class TargetActs
{
    /// <summary>Finds default privileges of the role that migrates. They are taken back, unless privileges are left out.</summary>
    public static IEnumerable<CheckFinding> DefaultPrivileges(TargetSeen target, MigrationOptions options)
    {
        if (options.Privileges || options.Content == MigrationContent.DataOnly || target.Inspection.Defaults.Count == 0)
            yield break;
        var role = target.Inspection.CurrentUser;
        var grantees = target.Inspection.Defaults
            .Select(found => found.Grantee is null ? role : found.Grantee.Length == 0 ? "PUBLIC" : found.Grantee).Distinct().ToList();
        yield return CheckFinding.Warn(
            $"default privileges of {role}",
            $"With --no-privileges, the default privileges of {role} in the target hold for every new object; they "
                + $"concern {NameList.Of(grantees)}.",
            "Migrate without --no-privileges for the source's privileges, or take them back in the target: ALTER DEFAULT PRIVILEGES …");
    }

    /// <summary>Finds event triggers, which run for each object that is made.</summary>
    public static IEnumerable<CheckFinding> EventTriggers(ServersSeen seen)
    {
        var triggers = seen.TargetState.EventTriggers;
        if (triggers.Count > 0)
        {
            yield return CheckFinding.Warn(
                [.. triggers.Select(trigger => trigger.Name)],
                "Event triggers of the target act on what the migration makes there: "
                    + $"{NameList.Of([.. triggers.Select(trigger => $"{trigger.Name} (on {trigger.Event}, calls {trigger.Function})")])}.",
                "Where they should not, disable them for the migration, as a superuser: ALTER EVENT TRIGGER … DISABLE;");
        }
    }

    /// <summary>Rows that an event trigger writes into a table of the migration are not the source's.</summary>
    public static IEnumerable<CheckFinding> EventTriggerWrites(TargetSeen target, MigrationOptions options) =>
        from writes in options.Content == MigrationContent.SchemaOnly ? [] : target.EventTriggerWrites
        let name = Identifier.Quote(writes.Name)
        select CheckFinding.Fail(
            $"event trigger {writes.Name}",
            $"The event trigger {writes.Name} of the target writes into {NameList.Of(writes.Tables)}, which the migration fills: the rows "
                + "would be others than the source's, or nothing could be made before the table is there.",
            $"Disable it for the migration, as a superuser of the target: ALTER EVENT TRIGGER {name} DISABLE; and afterwards "
                + $"ALTER EVENT TRIGGER {name} ENABLE; or leave the table out: --exclude-tables.");
}
