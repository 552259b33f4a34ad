using ActorMigrate.Migration;
using ActorMigrate.Postgres;
using ActorMigrate.Postgres.Session;
using Npgsql;

namespace ActorMigrate.Control;

/// <summary>One session with the control schema, shared by the callers of one node: one call at a time, reopened after it broke.
/// Nothing is retried here; a call that fails throws what the server or the network said. A call that is not answered in time throws
/// <see cref="TimeoutException"/>, and the next one uses another session.</summary>
public sealed class LedgerSession(Database target, SessionPurpose purpose) : IAsyncDisposable
{
    private readonly SemaphoreSlim gate = new(1, 1);
    private readonly CancellationTokenSource end = new();
    private NpgsqlConnection? connection;

    /// <summary>Measures the time for which an answer is awaited.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Runs <paramref name="work"/> alone on the session, with a token that ends it after <paramref name="within"/>, which is
    /// <see cref="Timeouts.LedgerAnswer"/> where nothing is said.</summary>
    public Task<T> UseAsync<T>(
        Func<NpgsqlConnection, CancellationToken, Task<T>> work, CancellationToken cancellationToken, TimeSpan? within = null)
    {
        ArgumentNullException.ThrowIfNull(work);
        var longest = within ?? Timeouts.LedgerAnswer;
        // Work that may take long by its nature says nothing about the server.
        var watch = longest <= Timeouts.LedgerAnswer ? target.Answers : null;
        return LedgerAnswer.OfAsync(bounded => UseAloneAsync(work, watch, bounded), Time, longest, cancellationToken);
    }

    private async Task<T> UseAloneAsync<T>(
        Func<NpgsqlConnection, CancellationToken, Task<T>> work, AnswerWatch? watch, CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (connection is not { FullState: System.Data.ConnectionState.Open } || Database.HasEnded(connection))
                await ReopenAsync(cancellationToken);
            using var asked = watch?.Await(connection!.ProcessID);
            var answer = await EndAsync(work(connection!, cancellationToken), cancellationToken);
            asked?.Answered();
            return answer;
        }
        catch
        {
            await CloseIfBrokenAsync();
            throw;
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Opens the session for the first call, while its owner does something else. The first call tries again what fails here,
    /// and tells why.</summary>
    public async Task OpenAheadAsync() =>
        await ((Task)UseAsync((_, _) => Task.FromResult(true), end.Token)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>Waits for work on the connection. Npgsql overlooks a cancellation while it awaits the answer to the beginning of a
    /// transaction: work that was cancelled and does not end is left to itself, with its connection.</summary>
    private async Task<T> EndAsync<T>(Task<T> work, CancellationToken cancellationToken)
    {
        Task ending = work;
        await ending.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!work.IsCompleted)
            await ending.WaitAsync(Timeouts.SessionEnd).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (work.IsCompleted)
            return await work;
        _ = CloseAfterAsync(ending, connection!);
        connection = null;
        throw new OperationCanceledException(cancellationToken);
    }

    private static async Task CloseAfterAsync(Task work, NpgsqlConnection abandoned)
    {
        await work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await abandoned.DisposeAsync();
    }

    /// <summary>Runs one statement and answers how many rows it touched. A <see cref="UserText"/> among the values is written as the
    /// target's encoding can hold it.</summary>
    public Task<int> ExecuteAsync(string sql, CancellationToken cancellationToken, params object?[] values) =>
        UseAsync(
            async (open, bounded) =>
            {
                await using var command = Command(open, sql, await UserText.WritableAsync(open, values, bounded));
                return await command.ExecuteNonQueryAsync(bounded);
            },
            cancellationToken);

    /// <summary>Runs one query and maps each row, with values as those of <see cref="ExecuteAsync"/>.</summary>
    public Task<IReadOnlyList<T>> QueryAsync<T>(
        string sql, Func<NpgsqlDataReader, T> map, CancellationToken cancellationToken, params object?[] values) =>
        UseAsync((open, bounded) => ReadAsync(open, sql, map, bounded, values), cancellationToken);

    internal static Task<IReadOnlyList<T>> ReadAsync<T>(
        NpgsqlConnection open, string sql, Func<NpgsqlDataReader, T> map, CancellationToken cancellationToken, params object?[] values)
    {
        var rows = new List<T>();
        return Rows.FilledAsync<IReadOnlyList<T>>(
            rows, ReadEachAsync(open, sql, row => rows.Add(map(row)), values, cancellationToken));
    }

    private static async Task ReadEachAsync(
        NpgsqlConnection open, string sql, Action<NpgsqlDataReader> read, object?[] values, CancellationToken cancellationToken)
    {
        await using var command = Command(open, sql, await UserText.WritableAsync(open, values, cancellationToken));
        await command.ReadEachAsync(read, cancellationToken);
    }

    internal static NpgsqlCommand Command(NpgsqlConnection open, string sql, params object?[] values)
    {
        var command = new NpgsqlCommand(sql, open);
        Fill(command.Parameters, values);
        return command;
    }

    /// <summary>Returns a batch that begins with <paramref name="sql"/>.</summary>
    internal static NpgsqlBatch Batch(NpgsqlConnection open, string sql, params object?[] values) =>
        new(open) { BatchCommands = { BatchCommand(sql, values) } };

    internal static NpgsqlBatchCommand BatchCommand(string sql, params object?[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        Fill(command.Parameters, values);
        return command;
    }

    private static void Fill(NpgsqlParameterCollection parameters, object?[] values)
    {
        foreach (var value in values)
            parameters.Add(value as NpgsqlParameter ?? new NpgsqlParameter { Value = value ?? DBNull.Value });
    }

    private async Task ReopenAsync(CancellationToken cancellationToken)
    {
        await CloseAsync();
        connection = await target.OpenAsync(purpose, cancellationToken);
    }

    private async Task CloseIfBrokenAsync()
    {
        if (connection is not { FullState: System.Data.ConnectionState.Open })
            await CloseAsync();
    }

    private async Task CloseAsync()
    {
        if (connection is { } old)
        {
            connection = null;
            await old.DisposeAsync();
        }
    }

    /// <summary>Closes the session. A call that is under way is waited for as long as one that was cancelled would be; the session then
    /// closes when that call ends.</summary>
    public async ValueTask DisposeAsync() => await SessionEnd.WaitAsync(CloseAloneAsync(), Timeouts.Cancellation, Time);

    private async Task CloseAloneAsync()
    {
        await end.CancelAsync();
        await gate.WaitAsync();
        await CloseAsync();
        gate.Dispose();
        end.Dispose();
    }
}
