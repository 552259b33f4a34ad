using ActorMigrate.Host.Progress;
using ActorMigrate.TestServers;
using Npgsql;

namespace ActorMigrate.EndToEnd.Tests.Running;

/// <summary>Holds a migration before its first table is made, when it has its snapshot and its locks and has copied nothing.
/// It is to be the run's progress sink.</summary>
internal sealed class Gate : IProgressSink, IAsyncDisposable
{
    // The gates of rows count their keys up from 1, in the same database.
    private const int Key = int.MaxValue;

    private readonly TaskCompletionSource reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly NpgsqlConnection holder;

    private Gate(NpgsqlConnection holder) => this.holder = holder;

    /// <summary>Completes when the run stands before the gate.</summary>
    public Task Reached => reached.Task;

    /// <summary>Closes a gate in the target.</summary>
    public static async Task<Gate> CloseAsync(TestDatabase target)
    {
        await target.ExecuteAsync($"""
            CREATE FUNCTION gate() RETURNS event_trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF current_query() !~ 'actormigrate' THEN
                    PERFORM pg_advisory_xact_lock_shared({Key});
                END IF;
            END $$;
            CREATE EVENT TRIGGER gate ON ddl_command_start WHEN TAG IN ('CREATE TABLE') EXECUTE FUNCTION gate();
            """);
        var gate = new Gate(await target.OpenAsync());
        await gate.ExecuteAsync($"SELECT pg_advisory_lock({Key})");
        return gate;
    }

    /// <summary>Lets the run pass.</summary>
    public Task OpenAsync() => ExecuteAsync($"SELECT pg_advisory_unlock({Key})");

    public void Report(ProgressEvent progress)
    {
        if (progress is ProgressEvent.TaskStarted { Kind: "table" })
            reached.TrySetResult();
    }

    public ValueTask DisposeAsync() => holder.DisposeAsync();

    private async Task ExecuteAsync(string sql)
    {
        await using var command = new NpgsqlCommand(sql, holder);
        await command.ExecuteNonQueryAsync();
    }
}
