using ActorMigrate.Migration.Objects;

namespace ActorMigrate.Migration.Options;

/// <summary>Everything a migration is asked to do, apart from the two connections. The defaults are in <c>hocon/reference.conf</c>
/// alone.</summary>
public sealed record MigrationOptions
{
    /// <summary>The part of the source that is migrated.</summary>
    public required MigrationScope Scope { get; init; }

    /// <summary>The treatment of in-scope tables that exist in the target.</summary>
    public required ExistingTables Existing { get; init; }

    /// <summary>Tables are created UNLOGGED and converted after their transfer.</summary>
    public required bool UseUnloggedTables { get; init; }

    /// <summary>Objects get the owners that they have in the source, where the target has those roles.</summary>
    public required bool Owners { get; init; }

    /// <summary>Objects get the privileges that they have in the source, where the target has those roles.</summary>
    public required bool Privileges { get; init; }

    /// <summary>Statistics for the target's query planner are gathered once a table's rows are in.</summary>
    public required bool Analyze { get; init; }

    /// <summary>Roles that the target lacks are made there, with their memberships.</summary>
    public bool Roles { get; init; }

    /// <summary>The target's database gets the source's settings, owner, privileges and comment.</summary>
    public bool DatabaseSettings { get; init; }

    /// <summary>Objects, rows, or both.</summary>
    public required MigrationContent Content { get; init; }

    /// <summary>The consequence of an object that cannot be made.</summary>
    public required OnObjectError OnObjectError { get; init; }

    /// <summary>Roles of the source that go by another name in the target.</summary>
    public IReadOnlyDictionary<string, string> RoleMap { get; init; } = new Dictionary<string, string>();

    /// <summary>Kinds of objects (<see cref="ObjectKinds.Skippable"/>) that are left out, with all
    /// that cannot exist without them.</summary>
    public IReadOnlyList<string> SkippedKinds { get; init; } = [];

    /// <summary>A target of an older major version than the source is accepted.</summary>
    public required bool AllowOlderTarget { get; init; }

    /// <summary>The control schema stays in the target after success.</summary>
    public required bool KeepControl { get; init; }

    /// <summary>The depth and the limits of validation.</summary>
    public required ValidationOptions Validation { get; init; }

    /// <summary>The options by which tables are planned into tasks.</summary>
    public required PlanOptions Plan { get; init; }

    /// <summary>Settings that hold for every node of the migration.</summary>
    public required SharedOptions Shared { get; init; }

    /// <summary>Settings of this node alone.</summary>
    public required NodeOptions Node { get; init; }
}
