using ActorMigrate.Catalog.Constraints;
using ActorMigrate.Catalog.Objects;
using ActorMigrate.Catalog.Privileges;
using ActorMigrate.Catalog.Sequences;
using ActorMigrate.Catalog.Tables;

namespace ActorMigrate.Catalog.Inspection;

/// <summary>Says how a table that stays in the target differs from the source's in what the plan does not make up for. Pure.</summary>
internal sealed class KeptTable(Table source, Table target, DatabaseCatalog sourceCatalog, TableNotes targetNotes)
{
    /// <summary>Returns the differences, in words; none where the table is the same.</summary>
    public IReadOnlyList<string> Differences() =>
    [
        .. source.Columns.SelectMany(OfColumn),
        .. Of("order of columns", string.Join(", ", source.Columns.Select(column => column.Name)),
            string.Join(", ", target.Columns.Select(column => column.Name))),
        .. Of("persistence", Word(source.IsUnlogged), Word(target.IsUnlogged)),
        .. Of("storage parameters", Options(source.Storage), Options(target.Storage)),
        .. Of("access method", source.Storage.AccessMethod, target.Storage.AccessMethod),
        .. ClusteredBy(source) is { } own && !IndexesOf(target).Any(index => index.Name == own)
            ? [] : Of("index it is clustered by", ClusteredBy(source), ClusteredBy(target)),
        .. Of("replica identity", $"{source.ReplicaIdentity}", $"{target.ReplicaIdentity}"),
        .. Of("partition key", source.Parents.PartitionKey, target.Parents.PartitionKey, expressions: true),
        .. Of("bound as a partition", source.Parents.PartitionBound, target.Parents.PartitionBound, expressions: true),
        .. target.HasRowSecurity && !source.HasRowSecurity ? ["row security is enabled"] : Array.Empty<string>(),
        .. target.ForcesRowSecurity && !source.ForcesRowSecurity ? ["row security is forced"] : Array.Empty<string>(),
        .. OfComment(0, "comment"),
        .. Extra("constraint", target.Constraints.Select(made => made.Name), source.Constraints.Select(made => made.Name)),
        .. Extra("index", target.Indexes.Select(made => made.Name.Name), source.Indexes.Select(made => made.Name.Name)),
        .. Extra("privilege", targetNotes.Privileges, sourceCatalog.Privileges[source.Address].Select(TableNotes.Word)),
        .. Extra("policy", targetNotes.Policies, sourceCatalog.Objects.OfType<PolicyObject>().Where(policy => policy.Relation == source.Oid)
            .Select(policy => policy.Name)),
    ];

    private IEnumerable<string> OfColumn(Column column)
    {
        if (target.Columns.FirstOrDefault(found => found.Name == column.Name) is not { } there)
            return [];
        var name = column.Name;
        return
        [
            .. column.IsNotNull && !there.IsNotNull ? [$"column {name} takes nulls"] : Array.Empty<string>(),
            .. column.IsGenerated
                ? []
                : Of($"default of column {name}", column.Default?.Expression, there.Default?.Expression, expressions: true),
            .. HasParents(column) ? [] : Of($"identity of column {name}", $"{column.Identity}", $"{there.Identity}"),
            .. Of($"generation of column {name}", $"{column.Generated}", $"{there.Generated}"),
            .. Of($"collation of column {name}", column.Collation?.Name, there.Collation?.Name),
            .. Of($"storage of column {name}", $"{column.Storage}{column.Compression}", $"{there.Storage}{there.Compression}"),
            .. Of($"statistics target of column {name}", $"{column.StatisticsTarget}", $"{there.StatisticsTarget}"),
            .. Of($"options of column {name}", Options(column), Options(there)),
            .. column.Identity == there.Identity && targetNotes.Identities.TryGetValue(name, out var sequence)
                ? Of($"sequence of column {name}", OfIdentity(column), sequence) : [],
            .. OfComment(column.Number, $"comment of column {name}", there.Number),
        ];
    }

    private string? OfIdentity(Column column) => sourceCatalog.Sequences
        .Where(sequence => sequence.Owner == new SequenceOwner(source.Oid, column.Name, IsIdentity: true))
        .Select(TableNotes.Word).FirstOrDefault();

    private static string? ClusteredBy(Table table) => IndexesOf(table).FirstOrDefault(index => index.IsClustered).Name;

    private static IEnumerable<(string Name, bool IsClustered)> IndexesOf(Table table) =>
        table.Indexes.Select(index => (index.Name.Name, index.IsClustered)).Concat(
            table.Constraints.Select(key => key.Index).OfType<ConstraintIndex>().Select(index => (index.Name, index.IsClustered)));

    private bool HasParents(Column column) =>
        source.IsPartition && column.Identity == IdentityKind.None
        && sourceCatalog.ServerVersion < ColumnWriter.FirstVersionWithInheritedIdentity;

    private IEnumerable<string> OfComment(int column, string what, int? inTarget = null) => Of(
        what, sourceCatalog.Comments.GetValueOrDefault((source.Address, column)),
        targetNotes.Comments.GetValueOrDefault(inTarget ?? column));

    private static IEnumerable<string> Of(string what, string? here, string? there, bool expressions = false)
    {
        if (here == there || (expressions && here is not null && there is not null && ExpressionText.AreSame(here, there)))
            yield break;
        yield return $"{what}: {Shown(there)} instead of {Shown(here)}";
    }

    private static IEnumerable<string> Extra(string what, IEnumerable<string> there, IEnumerable<string> here) =>
        there.Except(here).Order(StringComparer.Ordinal).Select(name => $"{what} {name}, which the source does not have");

    private static string Shown(string? text) => string.IsNullOrEmpty(text) ? "none" : text;

    private static string Options(TableStorage storage) =>
        List(storage.Options.Concat(storage.ToastOptions.Select(option => "toast." + option)));

    private static string Options(Column column) => List(column.Options.Where(ColumnOptions.IsPortable));

    private static string List(IEnumerable<string> options) => string.Join(", ", options.Order(StringComparer.Ordinal));

    private static string Word(bool isUnlogged) => isUnlogged ? "unlogged" : "logged";
}

/// <summary>The comments and other properties of a table of the target beside its definition.
/// Comments go by the column's number, or 0; options of the sequences of identity columns by the column's name.</summary>
internal sealed record TableNotes(
    IReadOnlyDictionary<int, string> Comments, IReadOnlyList<string> Privileges, IReadOnlyList<string> Policies,
    IReadOnlyDictionary<string, string> Identities)
{
    /// <summary>Returns the options of a sequence in words.</summary>
    public static string Word(Sequence sequence) => SequenceWriter.Options(sequence.Options);

    /// <summary>Returns a privilege in words.</summary>
    public static string Word(Privilege privilege) =>
        $"{(privilege.IsRevoked ? "taken: " : "")}{string.Join(", ", privilege.Names.Order(StringComparer.Ordinal))}"
        + $"{(privilege.Column is { } column ? $" ({column})" : "")} "
        + $"of {(privilege.Grantee.Length == 0 ? "PUBLIC" : privilege.Grantee)}{(privilege.IsGrantable ? " with grant option" : "")}";
}
