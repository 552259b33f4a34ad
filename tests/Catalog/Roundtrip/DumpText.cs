using ActorMigrate.TestServers;

namespace ActorMigrate.Catalog.Tests.Roundtrip;

/// <summary>The dump of a database by pg_dump, without the lines that differ in every dump.</summary>
internal static class DumpText
{
    public static async Task<string> OfAsync(TestDatabase database, params string[] arguments)
    {
        var text = await database.PgDumpAsync([.. arguments]);
        return string.Join('\n', text.Split('\n').Where(line =>
            !line.StartsWith(@"\restrict ", StringComparison.Ordinal) && !line.StartsWith(@"\unrestrict ", StringComparison.Ordinal)));
    }
}
