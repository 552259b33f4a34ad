using ActorMigrate.TestServers;
using Npgsql;

namespace ActorMigrate.Faults.Tests.Bank;

/// <summary>Accounts and vaults between which money is moved all the while: their sum never changes, and every move is noted on both
/// sides. Others change the tables themselves, as far as locks let them.</summary>
internal sealed class Bank : IAsyncDisposable
{
    /// <summary>Returns the sum of accounts and vaults.</summary>
    public const long Total = 4_000_000;

    private const int Accounts = 4_000;

    private readonly CancellationTokenSource closed = new();
    private readonly TestDatabase database;
    private readonly int seed;
    private readonly List<Task> people = [];
    private long moves;
    private long tries;
    private long changed;

    private Bank(TestDatabase database, int seed) => (this.database, this.seed) = (database, seed);

    /// <summary>Moves of money so far.</summary>
    public long Moves => Interlocked.Read(ref moves);

    /// <summary>Statements so far that would change a table.</summary>
    public long Tries => Interlocked.Read(ref tries);

    /// <summary>Those of them that went through.</summary>
    public long Changed => Interlocked.Read(ref changed);

    /// <summary>Opens it: two move money, and one makes <paramref name="changes"/>, one each <paramref name="pace"/>; or, where that
    /// <paramref name="slackens"/>, each after twice the time that went before the last.</summary>
    public static async Task<Bank> OpenAsync(TestDatabase database, int seed, TableChanges changes, TimeSpan pace, bool slackens)
    {
        await database.ExecuteAsync($"""
            CREATE TABLE account (id int PRIMARY KEY, balance bigint NOT NULL, moves bigint NOT NULL DEFAULT 0, note text);
            CREATE TABLE vault (id int PRIMARY KEY, balance bigint NOT NULL, moves bigint NOT NULL DEFAULT 0);
            INSERT INTO account SELECT g, {Total / Accounts}, 0, repeat(md5(g::text), 5) FROM generate_series(1, {Accounts}) g;
            INSERT INTO vault SELECT g, 0, 0 FROM generate_series(1, 1000) g;
            CREATE TABLE scratch (id int);
            CREATE TABLE doomed AS SELECT g AS id FROM generate_series(1, 1000) g;
            ANALYZE;
            """);
        var bank = new Bank(database, seed);
        bank.people.AddRange([bank.MoveAsync(1), bank.MoveAsync(2), bank.ChangeAsync(changes, pace, slackens ? 2 : 1)]);
        return bank;
    }

    private async Task MoveAsync(int person)
    {
        var random = new Random((seed * 10) + person);
        while (!closed.IsCancellationRequested)
        {
            var (account, vault, amount) = (1 + random.Next(Accounts), 1 + random.Next(1000), random.Next(-50, 50));
            if (await TryAsync($"""
                BEGIN;
                UPDATE account SET balance = balance - {amount}, moves = moves + 1 WHERE id = {account};
                UPDATE vault SET balance = balance + {amount}, moves = moves + 1 WHERE id = {vault};
                COMMIT
                """))
                Interlocked.Increment(ref moves);
        }
    }

    private async Task ChangeAsync(TableChanges changes, TimeSpan pace, int growth)
    {
        for (var wait = pace; !closed.IsCancellationRequested; wait *= growth)
        {
            var done = await TryAsync(changes.Next());
            Interlocked.Add(ref changed, done ? 1 : 0);
            Interlocked.Increment(ref tries);
            await Task.Delay(wait, closed.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Deadlocks, locks that are not to be had and tables that are gone are part of the day. Nobody waits for long, so that
    /// nothing queues up behind him.</summary>
    private async Task<bool> TryAsync(string sql)
    {
        try
        {
            await using var session = await database.OpenAsync();
            await using (var patience = new NpgsqlCommand("SET lock_timeout = '50 ms'", session))
                await patience.ExecuteNonQueryAsync();
            await using var command = new NpgsqlCommand(sql, session);
            await command.ExecuteNonQueryAsync();
            return true;
        }
        catch (PostgresException)
        {
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await closed.CancelAsync();
        await Task.WhenAll(people);
        closed.Dispose();
    }
}
