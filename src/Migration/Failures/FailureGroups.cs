using System.Text.RegularExpressions;

namespace ActorMigrate.Migration.Failures;

/// <summary>Puts failures in order for people: each cause once with all objects that it hit, and what was skipped once, under the first
/// cause that it leads back to. Pure.</summary>
public static partial class FailureGroups
{
    private const string OwnName = "\uFFFC";

    /// <summary>Returns the causes in the order of the first task that each hit. Counts that were skipped with their table's copy are left
    /// out, since a table that was not copied is not compared.</summary>
    public static IReadOnlyList<FailureGroup> Of(IReadOnlyList<UnsettledTask> tasks)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        var causeOf = CausesOf(tasks);
        var skipped = tasks.Where(IsTold).Where(task => !task.Failed).ToLookup(task => causeOf.GetValueOrDefault(task.Id, task.Id));
        return
        [
            .. tasks.Where(IsTold).Where(task => task.Failed || !causeOf.ContainsKey(task.Id))
                .GroupBy(CauseOf)
                .Select(hit => new FailureGroup(
                    [.. hit], [.. hit.Where(task => task.Failed).SelectMany(task => skipped[task.Id]).OrderBy(task => task.Id)])),
        ];
    }

    /// <summary>Returns how many tasks failed and were skipped.</summary>
    public static FailureCounts Count(IReadOnlyList<UnsettledTask> tasks)
    {
        ArgumentNullException.ThrowIfNull(tasks);
        var failed = tasks.Where(task => task.Failed).GroupBy(task => task.Kind).OrderBy(kind => kind.Key, StringComparer.Ordinal);
        return new FailureCounts(
            failed.ToDictionary(kind => kind.Key, kind => kind.Count()), tasks.Count(task => !task.Failed && IsTold(task)));
    }

    /// <summary>Returns a group as a finding. Of several objects it tells what was said of the first.</summary>
    public static Finding Finding(FailureGroup group)
    {
        ArgumentNullException.ThrowIfNull(group);
        var first = group.Hit[0];
        var statements = group.Hit.Select(task => task.Statement).OfType<string>().ToList();
        return new Finding(first.Object, first.Error, first.SqlState, first.Remedy)
        {
            Objects = [.. group.Hit.Select(task => task.Object)],
            Statement = statements.Count == 0 ? null : string.Join(";\n", statements),
            Skipped = [.. group.Skipped.Select(task => task.Object)],
        };
    }

    private static bool IsTold(UnsettledTask task) => task.Failed || task.Lane != TaskLane.Compare;

    /// <summary>Returns for each skipped task the failed one with the lowest number that it leads back to.</summary>
    private static Dictionary<long, long> CausesOf(IReadOnlyList<UnsettledTask> tasks)
    {
        var dependants = tasks.Where(task => !task.Failed)
            .SelectMany(task => task.Needs.Select(needed => (Needed: needed, Task: task.Id)))
            .ToLookup(need => need.Needed, need => need.Task);
        var causes = new Dictionary<long, long>();
        foreach (var cause in tasks.Where(task => task.Failed).Select(task => task.Id).Order())
        {
            var open = new Stack<long>([cause]);
            while (open.TryPop(out var task))
            {
                foreach (var dependant in dependants[task])
                {
                    if (causes.TryAdd(dependant, cause))
                        open.Push(dependant);
                }
            }
        }

        return causes;
    }

    /// <summary>Returns the cause of a failure: two tasks have one cause when the same is said of both, whatever their own names are and
    /// wherever in their rows it was seen.</summary>
    private static (bool, string?, string?, string) CauseOf(UnsettledTask task)
    {
        var said = PlaceInCopy().Replace(task.Error, "");
        foreach (var name in OwnNames(task.Name))
            said = Regex.Replace(said, $@"(?<![\w$]){Regex.Escape(name)}(?![\w$])", OwnName, RegexOptions.CultureInvariant);
        return (task.Failed, task.SqlState, task.Remedy, said);
    }

    /// <summary>Returns the last parts of the names in "key on schema.table"; the schemas stay, for they may be the cause.</summary>
    private static IEnumerable<string> OwnNames(string name) =>
        name.Split(" on ").Select(part => part.Split('(')[0]).Select(part => part[(part.LastIndexOf('.') + 1)..])
            .Where(part => part.Length > 0)
            .OrderByDescending(part => part.Length);

    [GeneratedRegex("(; |^)COPY [^;]*$", RegexOptions.CultureInvariant)]
    private static partial Regex PlaceInCopy();
}
