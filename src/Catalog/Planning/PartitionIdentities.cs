using ActorMigrate.Catalog.Reading;
using ActorMigrate.Catalog.Sequences;
using ActorMigrate.Catalog.Tables;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Migration.Options;
using ActorMigrate.Migration.Summary;
using ActorMigrate.Postgres;

namespace ActorMigrate.Catalog.Planning;

/// <summary>Identity columns of partitions. A server from 17 on takes the identity from the parent's column, and refuses one that only the
/// partition has; such a column gets a default that uses the same sequence instead. Pure.</summary>
internal sealed class PartitionIdentities
{
    private readonly Dictionary<uint, Table> tables;
    private readonly Dictionary<(uint Table, string Column), Sequence> own;

    private readonly HashSet<ObjectAddress> addresses;
    private readonly MigrationScope scope;

    private PartitionIdentities(DatabaseCatalog source)
    {
        scope = source.Scope;
        tables = source.AllTables.ToDictionary(table => table.Oid);
        own = source.Sequences
            .Where(sequence => sequence.Owner is { IsIdentity: true } owner
                && tables.TryGetValue(owner.Table, out var table) && table.IsPartition)
            .ToDictionary(sequence => (sequence.Owner!.Table, sequence.Owner.Column));
        addresses = [.. own.Values.Select(sequence => sequence.Address)];
        Catalog = own.Count == 0 ? source : InTarget(source);
    }

    /// <summary>The source with columns that the target takes.</summary>
    public DatabaseCatalog Catalog { get; }

    /// <summary>Sequences that are not made, because the target draws from the parent's.</summary>
    public IEnumerable<NotMigrated> NotMigrated => own.Values.Where(IsBelowAnother).Select(sequence => new NotMigrated(
        ObjectKinds.Sequence, sequence.Name.ToString(),
        $"It is the identity of column {sequence.Owner!.Column} of a partition, {tables[sequence.Owner.Table].Name}. From 17 on, a "
            + "partition draws from the sequence of its parent; see that the parent's stands behind the partition's values."));

    /// <summary>Findings on those that become defaults.</summary>
    public IEnumerable<Finding> Findings => own.Values.Where(sequence => !IsBelowAnother(sequence)).Select(sequence => new Finding(
        $"column {tables[sequence.Owner!.Table].Name}.{sequence.Owner.Column}",
        "It is an identity column in the source and draws from the same sequence by default in the target: from 17 on, partitions have no "
            + "identity columns of their own.",
        null, null));

    /// <summary>Returns what becomes of them in a target of <paramref name="targetVersion"/>, or null where nothing does.</summary>
    public static PartitionIdentities? Of(DatabaseCatalog source, int targetVersion) =>
        source.ServerVersion < ColumnWriter.FirstVersionWithInheritedIdentity
            && targetVersion >= ColumnWriter.FirstVersionWithInheritedIdentity
            ? new PartitionIdentities(source)
            : null;

    private DatabaseCatalog InTarget(DatabaseCatalog source) => source with
    {
        Tables = [.. source.Tables.Select(InTarget)],
        PartitionedTables = [.. source.PartitionedTables.Select(InTarget)],
        ForeignTables = [.. source.ForeignTables.Select(InTarget)],
        Sequences =
        [
            .. source.Sequences.Where(sequence => !addresses.Contains(sequence.Address)),
            .. own.Values.Where(sequence => !IsBelowAnother(sequence))
                .Select(sequence => sequence with { Owner = sequence.Owner! with { IsIdentity = false } }),
        ],
        Dependencies = [.. source.Dependencies.Select(InTarget), .. own.Values.Where(sequence => !IsBelowAnother(sequence))
            .Select(sequence => new Dependency(DefaultOf(sequence).Address, sequence.Address, 'n'))],
    };

    private Table InTarget(Table table) => !table.IsPartition ? table : table with
    {
        Columns = [.. table.Columns.Select(column => own.TryGetValue((table.Oid, column.Name), out var sequence)
            ? column with { Identity = IdentityKind.None, Default = IsBelowAnother(sequence) ? null : DefaultOf(sequence) }
            : column)],
    };

    // An identity's sequence hangs on its column more tightly than one that is owned by a column.
    private Dependency InTarget(Dependency dependency) =>
        dependency.Type == 'i' && dependency.Dependent.Catalog == SystemCatalog.Class
            && addresses.Contains(dependency.Dependent)
            ? dependency with { Type = 'a' }
            : dependency;

    private bool IsBelowAnother(Sequence sequence)
    {
        for (var table = tables[sequence.Owner!.Table]; table.IsPartition && tables.TryGetValue(table.Parents.Oids[0], out table);)
        {
            if (table.Columns.Any(column => column.Name == sequence.Owner.Column && column.Identity != IdentityKind.None))
                return true;
        }
        return false;
    }

    // Nothing else has this number among defaults: both come from one counter.
    private ColumnDefault DefaultOf(Sequence sequence) =>
        new(sequence.Oid, $"pg_catalog.nextval({Literal.Quote(Identifier.Qualify(scope.Map(sequence.Name)))}::pg_catalog.regclass)");
}
