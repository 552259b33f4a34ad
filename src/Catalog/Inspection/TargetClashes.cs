using ActorMigrate.Catalog.Functions;
using ActorMigrate.Catalog.Objects;
using ActorMigrate.Catalog.Reading;
using ActorMigrate.Catalog.Scope;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Catalog.Inspection;

/// <summary>An object of the target by its kind and name, as a plan calls them.</summary>
public sealed record ExistingObject(string Kind, string Name)
{
    /// <summary>The object stands beside what is migrated rather than in its place: outside the relations, types and functions.</summary>
    public bool IsBeside { get; init; }
}

/// <summary>Finds names of the target that views, indexes, functions and other objects of the source would take. Tables are in
/// <see cref="TargetInspection"/>, and so are sequences and types when the target is to be empty.</summary>
public static class TargetClashes
{
    /// <summary>Reads them in a transaction of its own.</summary>
    public static async Task<IReadOnlyList<ExistingObject>> FindAsync(NpgsqlConnection target, DatabaseCatalog source, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(source);
        await using var transaction = await target.BeginTransactionAsync(ct);
        var session = CatalogSession.Begin(target, SearchPath.OfTarget(source.Scope));
        var relations = Relations(source).DistinctBy(relation => relation.Name)
            .ToDictionary(relation => source.Scope.Map(relation.Name), relation => relation.Kind);
        var batch = new CatalogBatch(session);
        var found = batch.Read(
            "target_names.sql", row => (Name: row.Name(1), Kind: row.Letter(3)),
            relations.Keys.Select(name => name.Schema).ToArray(), relations.Keys.Select(name => name.Name).ToArray());
        var functions = source.Objects.OfType<FunctionObject>()
            .Where(function => ScopeResolver.InSchema(function.Name.Schema, source.Scope)).ToList();
        var same = batch.Read(
            "target_functions.sql", row => row.GetInt32(0) - 1,
            functions.Select(function => source.Scope.MapSchema(function.Name.Schema)).ToArray(),
            functions.Select(function => function.Name.Name).ToArray(),
            functions.Select(function => function.InputTypes).ToArray());
        var beside = batch.Read("target_other_names.sql", NamedObject.Read, NamedObject.SchemasOf(source));
        await batch.RunAsync(ct);
        return
        [
            .. beside.Where(IsBeside).Select(one => new ExistingObject(one.Kind, one.Name) { IsBeside = true }),
            .. found.Where(one => one.Kind != 'T').Select(one => new ExistingObject(relations[one.Name], one.Name.ToString())
                { IsBeside = relations[one.Name] == ObjectKinds.Sequence }),
            .. same.Select(at => functions[at])
                .Select(function => new ExistingObject(
                    function.IsProcedure ? ObjectKinds.Procedure : ObjectKinds.Function,
                        $"{source.Scope.Map(function.Name)}({function.Arguments})")),
        ];
    }

    // Those of the other kinds take the place of what is migrated, and are compared with it one by one.
    private static bool IsBeside(NamedObject one) =>
        one.Kind is not (ObjectKinds.View or ObjectKinds.MaterializedView or ObjectKinds.Function or ObjectKinds.Procedure);

    private static IEnumerable<(string Kind, QualifiedName Name)> Relations(DatabaseCatalog source) =>
    [
        .. source.Objects.OfType<ViewObject>().Where(view => ScopeResolver.InSchema(view.Name.Schema, source.Scope))
            .Select(view => (view.IsMaterialized ? ObjectKinds.MaterializedView : ObjectKinds.View, view.Name)),
        .. source.AllTables.SelectMany(table => table.Indexes).Select(index => (ObjectKinds.Index, index.Name)),
        .. source.AllTables.SelectMany(table => table.Constraints.Where(made => made.Index is not null)
            .Select(made => (ObjectKinds.Index, new QualifiedName(table.Name.Schema, made.Index!.Name)))),
        .. source.Sequences.Where(made => made is { Owner: null, Extension: 0 } && ScopeResolver.InSchema(made.Name.Schema, source.Scope))
            .Select(made => (ObjectKinds.Sequence, made.Name)),
    ];
}
