using ActorMigrate.TestServers;

namespace ActorMigrate.Catalog.Tests.Roundtrip;

/// <summary>Runs a test's script by psql, one transaction a statement, as users do.</summary>
internal static class SourceScript
{
    public static async Task RunAsync(TestDatabase database, string sql)
    {
        var file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, sql);
            await database.PsqlAsync("-q", "-f", file);
        }
        finally
        {
            File.Delete(file);
        }
    }
}
