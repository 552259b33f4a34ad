using ActorMigrate.TestServers;

namespace ActorMigrate.Catalog.Tests.Roundtrip;

/// <summary>What pg_dump says of a database, without what is different in every dump.</summary>
internal static class DumpText
{
    public static async Task<string> OfAsync(TestDatabase database, params string[] arguments)
    {
        var text = await database.PgDumpAsync([.. arguments]);
        return string.Join('\n', text.Split('\n').Where(line =>
            !line.StartsWith(@"\restrict ", StringComparison.Ordinal) && !line.StartsWith(@"\unrestrict ", StringComparison.Ordinal)));
    }
}
