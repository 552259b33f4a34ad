using ActorMigrate.Migration;
using ActorMigrate.Migration.Objects;

namespace ActorMigrate.Validation.Definitions;

/// <summary>Compares what two servers say of their objects, kind by kind. It shares nothing with what writes DDL: both sides' texts are the
/// servers' own. Pure.</summary>
internal sealed class DefinitionComparison(DefinitionScope scope, DefinitionWords words, DefinitionNames inSource, DefinitionNames inTarget)
{
    private const int Shown = 120;
    private static readonly string[] Relations = [ObjectKinds.Table, ObjectKinds.ForeignTable, ObjectKinds.View,
        ObjectKinds.MaterializedView, ObjectKinds.Sequence];

    /// <summary>Returns what is missing, extra and different in the target, by object.</summary>
    public IReadOnlyList<DefinitionDifference> Of(IReadOnlyList<Definition> source, IReadOnlyList<Definition> target)
    {
        var taken = source.Where(scope.Takes).ToList();
        var schemas = taken.Select(one => inSource.Schema(one.Schema)).OfType<string>().ToHashSet();
        var here = DefinedObject.Of(taken, inSource, words);
        var there = DefinedObject.Of(target, inTarget, words);
        var differences = here.Values.Where(one => there.ContainsKey(one.Identity)).SelectMany(one => Differences(one, there[one.Identity]))
            .Concat(here.Values.Where(one => !there.ContainsKey(one.Identity) && HasRelation(one, there)
                && scope.IsToldWhereMissing(one.Identity)).Select(one => Missing(one, SchemaOf(one.Identity))))
            .Concat(there.Values.Where(
                one => !here.ContainsKey(one.Identity) && HasRelation(one, here) && scope.IsToldWhereExtra(one, schemas)).Select(Extra));
        return [.. differences.OrderBy(difference => difference.Object, StringComparer.Ordinal)];

        ObjectIdentity? SchemaOf(ObjectIdentity one) =>
            one.Schema is { } at && new ObjectIdentity(ObjectKinds.Schema, null, at) is var schema && here.ContainsKey(schema)
                && !there.ContainsKey(schema) ? schema : null;
    }

    /// <summary>Tells whether the object's relation is there: objects of a relation that is missing are not reported beside it.</summary>
    private static bool HasRelation(DefinedObject one, IReadOnlyDictionary<ObjectIdentity, DefinedObject> side) =>
        one.Table is not { } table || Relations.Any(kind => side.ContainsKey(new ObjectIdentity(kind, one.Identity.Schema, table)));

    private static DefinitionDifference Missing(DefinedObject one, ObjectIdentity? with) => new(
        one.Identity.Kind, one.Identity.QualifiedName, "The source has it, the target does not.",
        "Make it in the target: actormigrate schema writes its DDL.") { IsMissing = true, MissingWith = with?.ToString() };

    private static DefinitionDifference Extra(DefinedObject one) => new(
        one.Identity.Kind, one.Identity.QualifiedName, "The target has it, the source does not.", "Drop it if nobody needs it.");

    private IEnumerable<DefinitionDifference> Differences(DefinedObject here, DefinedObject there) =>
        from property in here.Properties.Keys.Union(there.Properties.Keys)
        where scope.TakesProperty(property)
        let ours = here.Properties.GetValueOrDefault(property)
        let theirs = there.Properties.GetValueOrDefault(property)
        where !words.AreEqual(ours, theirs)
        select new DefinitionDifference(here.Identity.Kind, here.Identity.QualifiedName, Words(property, ours, theirs),
            "Alter it in the target, if it was not changed there on purpose.");

    private static string Words(string property, string? source, string? target)
    {
        // Options of foreign servers may hold secrets.
        if (property is "options" or ObjectKinds.ForeignServer)
            return $"Its {property} {(property == "options" ? "differ" : "differs")}.";
        if (property is "privileges")
            return $"Its privileges differ: {Privileges(source ?? "", target ?? "")}.";
        if (property is "valid" && target == "false")
            return "It is valid in the source and invalid in the target.";
        var (here, there) = (Told(source), Told(target));
        var from = Math.Max(0, here.Zip(there).TakeWhile(pair => pair.First == pair.Second).Count() - (Shown / 3));
        return $"Its {property} {(property.EndsWith('s') ? "differ" : "differs")}: {Cut(here, from)} in the source, "
            + $"{Cut(there, from)} in the target.";
    }

    private static string Privileges(string source, string target)
    {
        var (here, there) = (source.Split(DefinedObject.Between), target.Split(DefinedObject.Between));
        var (lacks, has) = (string.Join(", ", here.Except(there)), string.Join(", ", there.Except(here)));
        return string.Join(", and ", new[] { lacks.Length > 0 ? $"the target lacks {lacks}" : "", has.Length > 0
            ? $"the target has {has} besides"
            : "" }.Where(part => part.Length > 0));
    }

    private static string Told(string? value) => value?.Replace($"{DefinedObject.Between}", ", ", StringComparison.Ordinal) ?? "none";

    private static string Cut(string text, int from)
    {
        var start = Math.Min(from, text.Length);
        var end = Math.Min(text.Length, start + Shown);
        return (start > 0 ? "…" : "") + string.Join(' ', text[start..end].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
            + (end < text.Length ? "…" : "");
    }
}
