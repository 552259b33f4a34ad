using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Migration.Objects;
using ActorMigrate.Migration.Options;
using ActorMigrate.Migration.Summary;

namespace ActorMigrate.Catalog.Planning;

/// <summary>Takes out of a plan what is not asked for, where only objects or only rows are.</summary>
internal static class ContentPlan
{
    private static readonly string[] OfRows = [ObjectKinds.Truncate, ObjectKinds.SequenceValue, ObjectKinds.Refresh, ObjectKinds.Analyze];

    public static SchemaPlan Of(SchemaPlan plan, MigrationContent content) => content switch
    {
        MigrationContent.SchemaOnly => plan with
            { Objects = Only(plan.Objects, made => !IsOfRows(made)), LargeObjects = [], Configuration = [] },
        // Objects are the target's own here, and nothing is said of what they lack, but for statistics, which come with the rows.
        MigrationContent.DataOnly => plan with
        {
            Objects = [.. Only(plan.Objects, IsOfRows).Select(IfThere)],
            NotMigrated = [.. plan.NotMigrated.Where(left => left.Kind is ObjectKinds.Table or ObjectKinds.ConfigurationRows)],
            Findings = plan.FindingsOnRows,
        },
        _ => plan,
    };

    private static bool IsOfRows(SchemaObject made) => OfRows.Contains(made.Kind);

    // A target without the source's materialized views has none to fill.
    private static SchemaObject IfThere(SchemaObject made) => made is { Kind: ObjectKinds.Refresh, RelationName: { } view }
        ? made with { ExistsQuery = $"SELECT pg_catalog.to_regclass({Postgres.Literal.Quote(view)}) IS NULL" }
        : made;

    private static List<SchemaObject> Only(IReadOnlyList<SchemaObject> objects, Func<SchemaObject, bool> wanted)
    {
        var kept = objects.Where(wanted).ToList();
        var ids = kept.Select(made => made.Id).ToHashSet();
        return [.. kept.Select(made => made with { Needs = [.. made.Needs.Where(ids.Contains)] })];
    }
}
