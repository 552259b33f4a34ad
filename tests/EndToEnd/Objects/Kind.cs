using System.Collections.Concurrent;
using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Objects;

/// <summary>A kind of object, and the script that makes one of each of its variants: <c>tests/Kinds/NAME.sql</c>.</summary>
internal static class Kind
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Kinds");
    private static readonly ConcurrentDictionary<string, Lazy<Task>> Roles = new();

    /// <summary>All kinds, by name.</summary>
    public static IReadOnlyList<string> All { get; } =
        [.. Directory.GetFiles(Folder, "*.sql").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)];

    /// <summary>Kinds that belong to a whole server and to a database itself: carried over on request, between servers of its
    /// own.</summary>
    public const string Globals = "globals";

    /// <summary>One after the other, for a theory.</summary>
    public static TheoryData<string> Each => new(All);

    /// <summary>Returns the first line of a kind's script, which describes it.</summary>
    public static string DescriptionOf(string kind) => File.ReadLines(FileOf(kind)).First()["-- ".Length..];

    private static string FileOf(string kind) => Path.Combine(Folder, kind + (kind == Globals ? ".psql" : ".sql"));

    /// <summary>Makes all of these kinds' objects in one database.</summary>
    public static async Task MakeAsync(TestDatabase database, params IEnumerable<string> kinds)
    {
        await MakeRolesAsync(database);
        await RunAsync(database, kinds);
    }

    /// <summary>Makes the objects of <c>names.sql</c> with other names.</summary>
    public static async Task MakeNamesAsync(TestDatabase database, IEnumerable<string> names)
    {
        var script = await File.ReadAllTextAsync(FileOf("names"));
        var (start, end) =
            (script.IndexOf("ARRAY[", StringComparison.Ordinal) + "ARRAY[".Length, script.IndexOf("] LOOP", StringComparison.Ordinal));
        var literals =
            names.Select(name => $"E'{name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "''", StringComparison.Ordinal)}'");
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, $"{script[..start]}{string.Join(", ", literals)}{script[end..]}");
            await database.PsqlAsync("-q", "-o", "/dev/null", "-f", file);
        }
        finally
        {
            File.Delete(file);
        }
    }

    /// <summary>Runs the kinds' scripts alone.</summary>
    public static async Task RunAsync(TestDatabase database, params IEnumerable<string> kinds) =>
        await database.PsqlAsync(["-q", "-o", "/dev/null", .. kinds.SelectMany(kind => new[] { "-c", "RESET ALL", "-f", FileOf(kind) })]);

    /// <summary>Makes the roles that own the kinds' objects; they are of the whole server, and made once.</summary>
    public static Task MakeRolesAsync(TestDatabase database) =>
        Roles.GetOrAdd(
            database.Server.Uri, _ => new Lazy<Task>(() => database.PsqlAsync("-q", "-f", Path.Combine(Folder, "roles.psql")))).Value;
}
