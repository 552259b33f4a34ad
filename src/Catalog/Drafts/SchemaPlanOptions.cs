using ActorMigrate.Catalog.Inspection;
using ActorMigrate.Migration.Options;

namespace ActorMigrate.Catalog.Drafts;

/// <summary>The options of a plan.</summary>
public sealed record SchemaPlanOptions
{
    /// <summary>The target's version as <c>server_version_num</c> has it.</summary>
    public required int TargetVersion { get; init; }

    /// <summary>Tables are created UNLOGGED and converted once their rows are in.</summary>
    public bool Unlogged { get; init; }

    /// <summary>Objects get the owners that they have in the source, where the target has those roles.</summary>
    public bool Owners { get; init; } = true;

    /// <summary>Objects get the privileges that they have in the source, where the target has those roles.</summary>
    public bool Privileges { get; init; } = true;

    /// <summary>Statistics for the target's query planner are gathered once a table's rows are in.</summary>
    public bool Analyze { get; init; } = true;

    /// <summary>Objects, rows, or both.</summary>
    public MigrationContent Content { get; init; } = MigrationContent.Everything;

    /// <summary>Roles of the source that go by another name in the target.</summary>
    public IReadOnlyDictionary<string, string> RoleMap { get; init; } = new Dictionary<string, string>();

    /// <summary>Roles that the target lacks are made there, with their memberships.</summary>
    public bool Roles { get; init; }

    /// <summary>The target's database gets the source's settings, owner, privileges and comment.</summary>
    public bool DatabaseSettings { get; init; }

    /// <summary>Kinds of objects that are left out, with all that cannot exist without them.</summary>
    public IReadOnlyList<string> SkippedKinds { get; init; } = [];

    /// <summary>From this size of a table on, the indexes of its keys are built by tasks of their own, in parallel with its other indexes.
    /// For smaller tables, the additional task costs more than it saves.</summary>
    public long LongBuildBytes { get; init; } = 32L << 20;

    /// <summary>The treatment of in-scope tables that exist in the target.</summary>
    public ExistingTables Existing { get; init; } = ExistingTables.Refuse;

    /// <summary>The inspection of the target; null means an empty one.</summary>
    public TargetInspection? Target { get; init; }
}
