using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Inspection;
using ActorMigrate.Migration.Options;

namespace ActorMigrate.Coordinator.Planning;

/// <summary>Says what a migration's options mean for the plan of its schema.</summary>
public static class SchemaPlanning
{
    /// <summary>Returns the plan's options, for a target of <paramref name="targetVersion"/> (as <c>server_version_num</c> has it) in
    /// which <paramref name="target"/> was found; null is an empty one.</summary>
    public static SchemaPlanOptions OptionsOf(MigrationOptions options, int targetVersion, TargetInspection? target)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new SchemaPlanOptions
        {
            TargetVersion = targetVersion,
            Content = options.Content,
            Unlogged = options.UseUnloggedTables && options.Content == MigrationContent.Everything,
            Owners = options.Owners,
            Privileges = options.Privileges,
            Analyze = options.Analyze,
            RoleMap = options.RoleMap,
            Roles = options.Roles,
            DatabaseSettings = options.DatabaseSettings,
            SkippedKinds = options.SkippedKinds,
            Existing = options.Existing,
            Target = target,
        };
    }
}
