using System.Text.RegularExpressions;
using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Migration.Options;

namespace ActorMigrate.Coordinator.Preflight.Checks;

/// <summary>Objects of the plan that PostgreSQL lets only superusers make. When another role migrates, each of them fails with a finding,
/// and the rest is migrated.</summary>
internal static partial class SuperuserOnly
{
    // Manual, the pages of these CREATE commands.
    private static readonly HashSet<string> _kinds =
        [ObjectKinds.EventTrigger, ObjectKinds.Language, ObjectKinds.ForeignDataWrapper, ObjectKinds.AccessMethod, ObjectKinds.BaseType,
            ObjectKinds.ShellType, ObjectKinds.OperatorClass,
            ObjectKinds.OperatorFamily, ObjectKinds.TextSearchParser, ObjectKinds.TextSearchTemplate, ObjectKinds.ParameterPrivileges];

    public static IEnumerable<CheckFinding> Find(TargetSeen target, MigrationOptions options, int targetMajor)
    {
        if (target.Inspection.IsSuperuser || options.Content == MigrationContent.DataOnly)
            return [];
        return target.Plan.Objects.Where(made => !target.Made.Contains(made.Id) && IsForSuperusers(made, targetMajor))
            .GroupBy(made => made.Kind)
            .Select(kind => CheckFinding.Warn(
                [.. kind.Select(made => made.Name)],
                $"Only a superuser may make the {kind.Key} {NameList.Of([.. kind.Select(made => made.Name)])}, and "
                    + $"{target.Inspection.CurrentUser} is none in the target; they and what needs them fail.",
                $"Have a superuser migrate or make them, or leave them out: {SkipFlags.Of([kind.Key])}."));
    }

    /// <summary>Tells whether only a superuser may make the object in a server of that major version.</summary>
    public static bool IsForSuperusers(SchemaObject made, int targetMajor) => made.Kind switch
    {
        // From 16 on, pg_create_subscription may, too.
        ObjectKinds.Subscription => targetMajor < 16,
        ObjectKinds.Publication => made.Statements.Any(statement => OfAll().IsMatch(statement)),
        ObjectKinds.Function or ObjectKinds.Procedure => made.Statements.Any(statement => ForSuperusers().IsMatch(statement)),
        _ => _kinds.Contains(made.Kind),
    };

    [GeneratedRegex("FOR (ALL TABLES|TABLES IN SCHEMA)")]
    private static partial Regex OfAll();

    // pg_get_functiondef writes each on a line before the body: untrusted languages, and LEAKPROOF.
    [GeneratedRegex("""\A[^$]*?\n ((LANGUAGE (c|internal|pl\w+u)\n)|([A-Z ]*\bLEAKPROOF\b))""")]
    private static partial Regex ForSuperusers();
}
