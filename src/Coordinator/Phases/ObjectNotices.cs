namespace ActorMigrate.Coordinator.Phases;

/// <summary>Words the notices on objects before a migration touches anything: a line for each of the first, and one for the number of the
/// others.</summary>
internal static class ObjectNotices
{
    private const int Most = 20;

    public static IEnumerable<string> Of<T>(IReadOnlyCollection<T> objects, Func<T, string> line, Func<int, string> others) =>
        objects.Take(Most).Select(line).Concat(objects.Count > Most ? [others(objects.Count - Most)] : []);
}
