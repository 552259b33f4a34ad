using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Running;

/// <summary>Drops the subscriptions of a test's databases in the end, because a database with one cannot be dropped.</summary>
internal sealed class Subscriptions(params TestDatabase[] databases) : IAsyncDisposable
{
    /// <summary>Disables a database's subscriptions and takes their slots from them, as they are after a migration.</summary>
    public static Task DisableAsync(TestDatabase database) => ForEachAsync(database, "");

    public async ValueTask DisposeAsync()
    {
        foreach (var database in databases)
            await ForEachAsync(database, "EXECUTE format('DROP SUBSCRIPTION %I', s.subname);");
    }

    private static Task ForEachAsync(TestDatabase database, string more) => database.ExecuteAsync($"""
        DO $do$ DECLARE s record; BEGIN
            FOR s IN SELECT subname FROM pg_subscription WHERE subdbid = (SELECT oid FROM pg_database WHERE datname = current_database()) LOOP
                EXECUTE format('ALTER SUBSCRIPTION %I DISABLE', s.subname);
                EXECUTE format('ALTER SUBSCRIPTION %I SET (slot_name = NONE)', s.subname);
                {more}
            END LOOP;
        END $do$
        """);
}
