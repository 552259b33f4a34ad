using ActorMigrate.Migration;
using ActorMigrate.Postgres;
using ActorMigrate.TestServers;
using Npgsql;

namespace ActorMigrate.Control.Tests;

/// <summary>A control schema of its own in a throwaway database, with one migration in it.</summary>
public sealed class LedgerFixture : IAsyncDisposable
{
    private readonly TestDatabase database;

    private LedgerFixture(TestDatabase database)
    {
        this.database = database;
        Target = new Database(ServerConnection.Parse(database.Uri, "target", ConnectionEnvironment.OfProcess()), Side.Target);
        Session = new LedgerSession(Target, SessionPurpose.Control);
        Migration = new MigrationLedger(Session, Id, Coordinator, 1);
        Tasks = new TaskLedger(Session, Id);
        Results = new ResultLedger(Session, Id);
    }

    public MigrationId Id { get; } = new(Guid.NewGuid());

    public NodeId Coordinator { get; } = new(Guid.NewGuid());

    public Database Target { get; }

    public LedgerSession Session { get; }

    public MigrationLedger Migration { get; }

    public TaskLedger Tasks { get; }

    public ResultLedger Results { get; }

    public static async Task<LedgerFixture> CreateAsync(TestServer? server = null)
    {
        var fixture = new LedgerFixture(await TestDatabase.CreateAsync(server ?? await TestServer.GetAsync()));
        await using var connection = await fixture.OpenAsync();
        await ControlSchema.CreateAsync(connection, default);
        var draft = new MigrationDraft(fixture.Id, "test", "source", "target", "identity", "{}", fixture.Coordinator);
        await MigrationLedger.RecordAsync(connection, draft, TimeSpan.Zero, default);
        return fixture;
    }

    public Task<NpgsqlConnection> OpenAsync() => Target.OpenAsync(SessionPurpose.Control, default);

    public AttemptLedger AttemptsOf(NodeId node) => new(Session, node);

    public static TaskDraft Copy(long id, Phase opensAt = Phase.ExtractSourceSchema, long bytes = 0, params long[] needs) =>
        new(id, TaskLane.Copy, TaskKinds.CopyTable, $"task {id}", null, opensAt, opensAt, "{}", 0, bytes, needs);

    public Task AddAsync(params TaskDraft[] tasks) => Tasks.AddAsync([], tasks, default);

    public async Task<ClaimedTask> ClaimOneAsync(NodeId node) =>
        Assert.Single(await Tasks.ClaimAsync(node, TaskLane.Copy, 1, default));

    /// <summary>Completes an attempt in a transaction of its own.</summary>
    public async Task CompleteAsync(NodeId node, AttemptId attempt, TaskResult result)
    {
        await using var connection = await OpenAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await AttemptsOf(node).CompleteAsync(connection, attempt, result, default);
        await transaction.CommitAsync();
    }

    public Task<string?> StateOfAsync(long task) => database.ScalarAsync<string>($"SELECT state FROM actormigrate.task WHERE id = {task}");

    public Task<T?> ScalarAsync<T>(string sql) => database.ScalarAsync<T>(sql);

    public async ValueTask DisposeAsync()
    {
        await Session.DisposeAsync();
        await Target.DisposeAsync();
        await database.DisposeAsync();
    }
}
