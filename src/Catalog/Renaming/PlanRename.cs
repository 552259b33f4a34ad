using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Objects;

namespace ActorMigrate.Catalog.Renaming;

/// <summary>Renames several schemas in a plan. One schema needs none of this: deparsed with that schema in the path, its names come out
/// bare. With several in the path, equal names would hide each other.</summary>
internal static class PlanRename
{
    /// <summary>Returns the plan with every name in the new schemas. <paramref name="probes"/> are the plans made from the probes'
    /// catalogs.</summary>
    public static SchemaPlan Of(SchemaPlan plan, IReadOnlyList<(SchemaProbe Probe, SchemaPlan Plan)> probes)
    {
        var others = probes.Select(probe => (probe.Probe, Objects: probe.Plan.Objects.ToDictionary(made => made.Key))).ToList();
        var objects =
            plan.Objects.Select(made => Renamed(made, [.. others.Select(other => (other.Probe, other.Objects[made.Key]))])).ToList();
        return plan with { Objects = objects, Findings = [.. plan.Findings, .. objects.SelectMany(made => Findings(made, probes))] };
    }

    private static SchemaObject Renamed(SchemaObject made, IReadOnlyList<(SchemaProbe Probe, SchemaObject Made)> probes)
    {
        string Text(string text, Func<SchemaObject, string> same) =>
            QualifierRename.Of(text, probes.Select(probe => (probe.Probe, same(probe.Made)))) ?? throw Refused(made);

        return made with
        {
            Name = QualifierRename.Of(made.Name, probes.Select(probe => (probe.Probe, probe.Made.Name))) ?? made.Name,
            Statements = [.. made.Statements.Select((statement, at) => Text(statement, same => same.Statements[at]))],
            ExistsQuery = made.ExistsQuery is { } query ? Text(query, same => same.ExistsQuery!) : null,
        };
    }

    private static RefusedException Refused(SchemaObject made) => new(
        $"The schemas that {made.Kind} {made.Name} names cannot be renamed exactly in its definition.",
        "Migrate under the source's own names and rename with ALTER SCHEMA afterwards, or leave the object out.");

    private static IEnumerable<Finding> Findings(SchemaObject made, IReadOnlyList<(SchemaProbe Probe, SchemaPlan Plan)> probes) =>
        made.Kind is not (ObjectKinds.Function or ObjectKinds.Procedure)
            ? []
            : probes.Where(probe =>
                made.Statements.Any(text => OldName.IsInText(RenamedConstants.InText(text, probe.Probe.Catalog.Scope), probe.Probe.Schema)))
                .Select(probe => OldName.Finding(made.Name, probe.Probe.Schema, probe.Probe.Catalog.Scope.MapSchema(probe.Probe.Schema)));
}
