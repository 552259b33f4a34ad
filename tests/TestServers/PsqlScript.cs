namespace ActorMigrate.TestServers;

/// <summary>Runs a test's script by psql, one transaction a statement, as users do.</summary>
public static class PsqlScript
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
