using ActorMigrate.Migration;
using ActorMigrate.Postgres.Session;
using ActorMigrate.TestServers;

namespace ActorMigrate.Control.Tests;

/// <summary>A real ledger in a throwaway database, which a test's actors work on.</summary>
internal abstract class RecordedLedger : IAsyncDisposable
{
    protected RecordedLedger(TestDatabase database, SessionPurpose purpose)
    {
        Database = database;
        Target = database.As(Side.Target);
        Session = new LedgerSession(Target, purpose);
    }

    public MigrationId Migration { get; } = new(Guid.NewGuid());

    protected TestDatabase Database { get; }

    protected Database Target { get; }

    protected LedgerSession Session { get; }

    public Task<T?> ScalarAsync<T>(string sql) => Database.ScalarAsync<T>(sql);

    public Task ExecuteAsync(string sql) => Database.ExecuteAsync(sql);

    public virtual async ValueTask DisposeAsync()
    {
        await Session.DisposeAsync();
        await Target.DisposeAsync();
        await Database.DisposeAsync();
    }

    /// <summary>Records the migration, led by <paramref name="coordinator"/> in term 1.</summary>
    protected async Task RecordAsync(NodeId coordinator)
    {
        await using var connection = await Target.OpenAsync(SessionPurpose.Control, default);
        await RecordedMigration.MakeAsync(connection, Migration, coordinator);
    }
}
