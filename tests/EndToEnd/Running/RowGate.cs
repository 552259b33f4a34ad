using System.Globalization;
using ActorMigrate.TestServers;
using Npgsql;

namespace ActorMigrate.EndToEnd.Tests.Running;

/// <summary>Holds copies in the middle: a table of the target has a check that waits, at the row with one id, for a lock that the test
/// holds until it opens the gate. So a test knows that a COPY is under way, and which backend does
/// it, without any luck of timing.</summary>
internal sealed class RowGate : IAsyncDisposable
{
    private static int lastKey;

    private readonly TestDatabase target;
    private readonly NpgsqlConnection holder;
    private readonly int key;

    private RowGate(TestDatabase target, NpgsqlConnection holder, int key) => (this.target, this.holder, this.key) = (target, holder, key);

    /// <summary>Shuts the gate in <paramref name="target"/>: <c>gate(id)</c> waits for rows with that id, and with one of every so many
    /// after it, and is true.</summary>
    public static async Task<RowGate> ShutAsync(TestDatabase target, long id, long every = int.MaxValue)
    {
        var key = Interlocked.Increment(ref lastKey);
        await target.ExecuteAsync(string.Create(CultureInfo.InvariantCulture, $"""
            CREATE FUNCTION public.gate(id bigint) RETURNS boolean LANGUAGE plpgsql AS $$
            BEGIN
                IF id % {every} = {id} THEN
                    PERFORM pg_advisory_xact_lock_shared({key});
                END IF;
                RETURN true;
            END $$
            """));
        var holder = await target.OpenAsync();
        await using var take = new NpgsqlCommand($"SELECT pg_advisory_lock({key})", holder);
        await take.ExecuteNonQueryAsync();
        return new RowGate(target, holder, key);
    }

    /// <summary>Waits until a backend waits at the gate, and answers its process id.</summary>
    public async Task<int> WaitForCopyAsync(int other = 0)
    {
        var pid = 0;
        await Eventually.TrueAsync(
            async () => (pid = await target.ScalarAsync<int>(
                $"SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = {key} AND NOT granted AND pid <> {other} LIMIT 1")) != 0,
            "no copy has come to the gate");
        return pid;
    }

    /// <summary>Waits until so many backends wait at the gate.</summary>
    public Task WaitForCopiesAsync(int count) => Eventually.TrueAsync(
        async () => await target.ScalarAsync<long>(
            $"SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = {key} AND NOT granted") == count,
        $"not {count} copies stand at the gate");

    /// <summary>Lets everything through.</summary>
    public async Task OpenAsync()
    {
        await using var release = new NpgsqlCommand($"SELECT pg_advisory_unlock({key})", holder);
        await release.ExecuteNonQueryAsync();
    }

    public ValueTask DisposeAsync() => holder.DisposeAsync();
}
