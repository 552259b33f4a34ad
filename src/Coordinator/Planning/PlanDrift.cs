using ActorMigrate.Migration.Failures;

namespace ActorMigrate.Coordinator.Planning;

/// <summary>Compares a reviewed plan with what a migration would do now. Pure.</summary>
internal static class PlanDrift
{
    private const int MostTold = 100;

    /// <summary>Throws where the migration would do something else than was reviewed.</summary>
    /// <exception cref="RefusedException">Each difference is named.</exception>
    public static void Refuse(ReviewedPlan reviewed, ReviewedPlan now)
    {
        if (reviewed.Tool != now.Tool)
        {
            throw new RefusedException(
                $"The reviewed plan was made by actormigrate {reviewed.Tool}, and this is {now.Tool}, which may plan otherwise.",
                $"Review a plan of this version (actormigrate plan … --json), or migrate with version {reviewed.Tool}.");
        }

        if (Of(reviewed, now) is { Count: > 0 } differences)
        {
            var told = differences.Take(MostTold).Select(difference => $"  - {difference}");
            var more = differences.Count > MostTold ? $"\n  … and {differences.Count - MostTold} more" : "";
            throw new RefusedException(
                "The migration would differ from the reviewed plan: "
                    + $"{differences.Count} {(differences.Count == 1 ? "difference" : "differences")}.\n{string.Join('\n', told)}{more}",
                "Nothing was touched. Undo these changes or give the settings of the plan, or review a new one: "
                    + "actormigrate plan … --json > FILE.");
        }
    }

    /// <summary>Returns the differences, each in words. Where settings or servers differ, those of
    /// objects follow from them and are not told.</summary>
    public static IReadOnlyList<string> Of(ReviewedPlan reviewed, ReviewedPlan now)
    {
        List<string> outer = [.. Servers(reviewed, now), .. Settings(reviewed.Options, now.Options)];
        if (outer.Count > 0)
            return outer;
        var tables = Tables(reviewed.Tables, now.Tables).ToList();
        var told = tables.Select(difference => difference.Table).ToHashSet();
        return
        [
            .. tables.Select(difference => difference.Words),
            .. Objects(reviewed.Objects, now.Objects).Where(difference => !told.Contains(difference.Object))
                .Select(difference => difference.Words),
            .. now.LeftOut.Except(reviewed.LeftOut).Select(left => $"{left}: would be left out, which was not planned"),
            .. reviewed.LeftOut.Except(now.LeftOut).Select(left => $"{left}: was to be left out, and is not left out or is gone"),
        ];
    }

    private static IEnumerable<string> Servers(ReviewedPlan reviewed, ReviewedPlan now)
    {
        if (reviewed.SourceDatabase != now.SourceDatabase)
            yield return "the source is another database than the planned one";
        if (reviewed.SourceVersion != now.SourceVersion)
            yield return $"the source's server was PostgreSQL {reviewed.SourceVersion}, and is {now.SourceVersion}";
        if (reviewed.TargetVersion != now.TargetVersion)
            yield return $"the target's server was PostgreSQL {reviewed.TargetVersion}, and is {now.TargetVersion}";
    }

    private static IEnumerable<string> Settings(IReadOnlyDictionary<string, string> reviewed, IReadOnlyDictionary<string, string> now) =>
        reviewed.Keys.Union(now.Keys).Where(name => reviewed.GetValueOrDefault(name) != now.GetValueOrDefault(name))
            .Select(name => $"setting {name}: planned with {Value(reviewed, name)}, and is {Value(now, name)}");

    private static string Value(IReadOnlyDictionary<string, string> options, string name) =>
        options.GetValueOrDefault(name) is { Length: > 0 } value ? value : "nothing";

    private static IEnumerable<(string Table, string Words)> Tables(IReadOnlyList<ReviewedTable> reviewed, IReadOnlyList<ReviewedTable> now)
    {
        var (then, here) = (reviewed.ToDictionary(table => table.Name), now.ToDictionary(table => table.Name));
        foreach (var name in then.Keys.Union(here.Keys).Order(StringComparer.Ordinal))
        {
            var told = $"table {name}";
            if (!here.TryGetValue(name, out var table))
                yield return (told, $"{told}: was planned, and is gone");
            else if (!then.TryGetValue(name, out var before))
                yield return (told, $"{told}: is not in the plan");
            else if (!before.Columns.SequenceEqual(table.Columns))
                yield return (told, $"{told}: {string.Join(", ", Columns(before.Columns, table.Columns))}");
        }
    }

    private static IEnumerable<string> Columns(IReadOnlyList<ReviewedColumn> reviewed, IReadOnlyList<ReviewedColumn> now)
    {
        var (then, here) = (reviewed.ToDictionary(column => column.Name, column => column.Type),
            now.ToDictionary(column => column.Name, column => column.Type));
        var differences = then.Keys.Union(here.Keys)
            .Where(name => then.GetValueOrDefault(name) != here.GetValueOrDefault(name)).Select(name =>
            !here.TryGetValue(name, out var type) ? $"column {name} is gone"
            : !then.TryGetValue(name, out var before) ? $"column {name} was added"
            : $"column {name} was {before} and is {type}").ToList();
        return differences.Count > 0 ? differences : ["its columns have another order"];
    }

    private static IEnumerable<(string Object, string Words)> Objects(
        IReadOnlyList<ReviewedObject> reviewed, IReadOnlyList<ReviewedObject> now)
    {
        var (then, here) = (Digests(reviewed), Digests(now));
        foreach (var name in then.Select(group => group.Key).Union(here.Select(group => group.Key)).Order(StringComparer.Ordinal))
        {
            if (!here.Contains(name))
                yield return (name, $"{name}: was planned, and would not be made now");
            else if (!then.Contains(name))
                yield return (name, $"{name}: is not in the plan");
            else if (!then[name].Order(StringComparer.Ordinal).SequenceEqual(here[name].Order(StringComparer.Ordinal)))
                yield return (name, $"{name}: its definition has changed");
        }
    }

    private static ILookup<string, string> Digests(IReadOnlyList<ReviewedObject> objects) =>
        objects.ToLookup(made => $"{made.Kind} {made.Name}", made => made.Digest);
}
