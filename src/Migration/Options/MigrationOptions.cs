using System.Text.Json.Serialization;
using ActorMigrate.Migration.Objects;

namespace ActorMigrate.Migration.Options;

/// <summary>The part of the source that is migrated, and under which schema name.</summary>
public sealed record MigrationScope
{
    /// <summary>The schema to migrate; null means all of the database's own schemas.</summary>
    public string? SourceSchema { get; init; }

    /// <summary>The schema's name in the target; null keeps the source's. Needs <see cref="SourceSchema"/>.</summary>
    public string? TargetSchema { get; init; }

    /// <summary>Schemas of the source that go by another name in the target, beside or instead of <see cref="TargetSchema"/>.</summary>
    public IReadOnlyDictionary<string, string> SchemaMap { get; init; } = new Dictionary<string, string>();

    /// <summary>Patterns of tables to take (<c>*</c> and <c>?</c>, of <c>name</c> or <c>schema.name</c>); empty takes all.</summary>
    public IReadOnlyList<string> IncludeTables { get; init; } = [];

    /// <summary>Patterns of tables to leave out; they win over <see cref="IncludeTables"/>.</summary>
    public IReadOnlyList<string> ExcludeTables { get; init; } = [];

    /// <summary>Objects that belong to no schema and no table are wanted, too, as with pg_dump: neither was picked.</summary>
    public bool IsWholeDatabase => SourceSchema is null && IncludeTables.Count == 0;

    /// <summary>Returns the schema in the target for an object of <paramref name="sourceSchema"/>.</summary>
    public string MapSchema(string sourceSchema) =>
        TargetSchema is not null && sourceSchema == SourceSchema ? TargetSchema : SchemaMap.GetValueOrDefault(sourceSchema, sourceSchema);

    /// <summary>Returns the name in the target for an object of the source.</summary>
    public QualifiedName Map(QualifiedName sourceName) => sourceName with { Schema = MapSchema(sourceName.Schema) };

    /// <summary>Returns the schemas whose name changes, by their names in the source.</summary>
    public IReadOnlyList<string> RenamedSchemas() =>
    [
        .. SchemaMap.Keys.Concat(SourceSchema is not null && TargetSchema is not null ? [SourceSchema] : [])
            .Distinct().Where(schema => MapSchema(schema) != schema).Order(StringComparer.Ordinal),
    ];
}

/// <summary>The treatment of in-scope tables that exist in the target.</summary>
public enum ExistingTables
{
    /// <summary>The run is refused, naming them.</summary>
    Refuse,

    /// <summary>The tables are kept and emptied.</summary>
    Truncate,

    /// <summary>The tables are dropped and created again.</summary>
    Drop,
}

/// <summary>The way in which large tables are split into partitions.</summary>
public enum PartitionBy
{
    /// <summary>By ctid where the source can (14 or later, heap), else by NTILE over the primary key, else not at all.</summary>
    Auto,

    /// <summary>Ranges of ctid (PostgreSQL 14 and later scan them directly).</summary>
    Ctid,

    /// <summary>Equal shares of rows by NTILE over the primary key.</summary>
    Ntile,

    /// <summary>NTILE partitions read in chunks by keyset, each chunk committed with its last key.</summary>
    Keyset,
}

/// <summary>The size from which a table is partitioned: rows, or bytes, or what the planner finds to pay.</summary>
public sealed record PartitionThreshold
{
    /// <summary>A threshold in rows or in bytes, or one that the planner finds; throws when both are given.</summary>
    [JsonConstructor]
    public PartitionThreshold(long? rows, long? bytes)
    {
        if (rows is not null && bytes is not null)
            throw new ArgumentException("A threshold is in rows or in bytes.");
        (Rows, Bytes) = (rows, bytes);
    }

    /// <summary>Tables are partitioned where that pays: where copies run side by side that would else wait for one table, and where a
    /// table takes so long that a death would cost too much.</summary>
    public static PartitionThreshold Auto { get; } = new(null, null);

    /// <summary>At or above so many estimated rows; null when the threshold is another.</summary>
    public long? Rows { get; }

    /// <summary>At or above so many bytes of heap and TOAST; null when the threshold is another.</summary>
    public long? Bytes { get; }

    /// <summary>Returns a threshold in rows, from 1.</summary>
    public static PartitionThreshold OfRows(long rows) => new(Positive(rows), null);

    /// <summary>Returns a threshold in bytes, from 1.</summary>
    public static PartitionThreshold OfBytes(long bytes) => new(null, Positive(bytes));

    private static long Positive(long value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
        return value;
    }
}

/// <summary>The options by which tables are planned into tasks.</summary>
public sealed record PlanOptions
{
    /// <summary>From which size a table is partitioned.</summary>
    public required PartitionThreshold PartitionThreshold { get; init; }

    /// <summary>The most partitions of one table, 2 to 256.</summary>
    public required int MaxPartitions { get; init; }

    /// <summary>Rows of a keyset chunk before it is fitted to the table's row width, 100 to 500,000.</summary>
    public required int ChunkSize { get; init; }

    /// <summary>The partitioning strategy.</summary>
    public required PartitionBy PartitionBy { get; init; }
}

/// <summary>The options by which a failed attempt is tried again.</summary>
public sealed record RetryOptions
{
    /// <summary>The most attempts at one task, from 1.</summary>
    public required int MaxAttempts { get; init; }

    /// <summary>After so many failures on one node, another one is to try, if one lives; from 1.</summary>
    public required int AttemptsPerNode { get; init; }

    /// <summary>A task whose nodes have died under it so often is failed, from 1.</summary>
    public required int MaxAdoptions { get; init; }

    /// <summary>The wait before the second attempt; it doubles from there.</summary>
    public required TimeSpan MinBackoff { get; init; }

    /// <summary>The longest wait between attempts.</summary>
    public required TimeSpan MaxBackoff { get; init; }

    /// <summary>Up to this share of a wait is added at random, 0 to 1, so that tasks do not come back in step.</summary>
    public required double Jitter { get; init; }
}

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
