using ActorMigrate.Migration;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Migration.Options;

namespace ActorMigrate.Validation.Definitions;

/// <summary>The objects and properties that a comparison is asked to look at. Pure.</summary>
/// <param name="Scope">The migration's scope.</param>
/// <param name="Tables">The in-scope tables, by their names in the source.</param>
/// <param name="Skipped">Kinds that are left out; <c>owner</c> and <c>privileges</c> among them.</param>
internal sealed record DefinitionScope(MigrationScope Scope, IReadOnlySet<QualifiedName> Tables, IReadOnlySet<string> Skipped)
{
    // A target has extensions, wrappers and servers of its platform's own.
    private static readonly HashSet<string> ToldWhereExtra = [ObjectKinds.EventTrigger, ObjectKinds.Publication, ObjectKinds.Cast];

    private bool PicksTables => Scope.IncludeTables.Count + Scope.ExcludeTables.Count > 0;

    /// <summary>Tells whether an object of the source is compared.</summary>
    public bool Takes(Definition one)
    {
        if (Skipped.Contains(one.Kind))
            return false;
        if (PicksTables)
            return one.Schema is { } at && Tables.Contains(new QualifiedName(at, one.Table ?? (IsTable(one.Kind) ? one.Name : "")));
        return Scope.SourceSchema is not { } only || (one.Kind == ObjectKinds.Schema ? one.Name : one.Schema) == only;
    }

    /// <summary>Tells whether a property is compared.</summary>
    public bool TakesProperty(string property) => !Skipped.Contains(property) && !Skipped.Contains(property.Replace(' ', '-'));

    /// <summary>Tells whether an object that only the target has is a difference: its schema, or the table
    /// that it belongs to, came from the source.</summary>
    public bool IsToldWhereExtra(DefinedObject extra, IReadOnlySet<string> schemas)
    {
        if (Skipped.Contains(extra.Identity.Kind))
            return false;
        if (extra.Identity.Schema is not { } schema)
            return Scope.IsWholeDatabase && !PicksTables && ToldWhereExtra.Contains(extra.Identity.Kind);
        return PicksTables
            ? extra.Table is { } table && Tables.Any(one => Scope.MapSchema(one.Schema) == schema && one.Name == table)
            : schemas.Contains(schema);
    }

    /// <summary>Tells whether an object that the target lacks is a difference. Objects that depend on tables that
    /// were not picked are left out on purpose.</summary>
    public bool IsToldWhereMissing(ObjectIdentity missing) =>
        !PicksTables || missing.Kind is not (ObjectKinds.ForeignKey or ObjectKinds.Trigger);

    private static bool IsTable(string kind) => kind is ObjectKinds.Table or ObjectKinds.ForeignTable;
}
