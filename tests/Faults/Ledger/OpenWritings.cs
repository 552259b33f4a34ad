using ActorMigrate.Control.Tests;
using ActorMigrate.TestServers;
using Npgsql;

namespace ActorMigrate.Faults.Tests.Ledger;

/// <summary>A model's transaction as a real one.</summary>
internal sealed record OpenWriting(Writing Writing, NpgsqlConnection Session, NpgsqlTransaction Transaction)
{
    /// <summary>Its backend, also after the session has ended.</summary>
    public int Backend { get; } = Session.ProcessID;
}

/// <summary>The real transactions of a replay, in the places that the model has them in: with their actors, or among the orphans.</summary>
internal sealed class OpenWritings : IAsyncDisposable
{
    private readonly Dictionary<int, OpenWriting> bySlot = [];
    private readonly List<OpenWriting> ended = [];

    /// <summary>Those that no actor waits for, in the model's order.</summary>
    public List<OpenWriting> Orphans { get; private set; } = [];

    public void Add(int slot, OpenWriting writing) => bySlot[slot] = writing;

    public OpenWriting Of(int slot) => bySlot[slot];

    /// <summary>Brings them to where the model has them after a step; what the model does not have any more is ended.</summary>
    public async Task FollowAsync(LedgerStep step, LedgerState before, LedgerState after)
    {
        var candidates = Orphans.ToList();
        foreach (var (slot, writing) in bySlot.OrderBy(pair => pair.Key).ToList())
        {
            if (after.Minds[slot]?.Open is not null)
                continue;
            bySlot.Remove(slot);
            candidates.Add(writing);
        }

        Orphans = [.. after.Orphans.Select(orphan => candidates.First(candidate => IsSame(candidate.Writing, orphan)))];
        foreach (var left in candidates.Except(Orphans))
        {
            ended.Add(left);
            await left.Session.DisposeAsync();
        }
    }

    /// <summary>Waits until the backends of ended ones are gone, and their locks with them.</summary>
    public async Task EndedAreGoneAsync(LedgerFixture ledger)
    {
        if (ended.Count == 0)
            return;
        var pids = string.Join(",", ended.Select(writing => writing.Backend));
        await Eventually.TrueAsync(
            async () => !await ledger.ScalarAsync<bool>($"SELECT EXISTS (SELECT FROM pg_stat_activity WHERE pid IN ({pids}))"),
            "a backend that was ended lives on");
        ended.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var writing in bySlot.Values.Concat(Orphans))
            await writing.Session.DisposeAsync();
    }

    private static bool IsSame(Writing one, Writing other) =>
        (one.Node, one.Task, one.Attempt, one.Chunk, one.Noted) == (other.Node, other.Task, other.Attempt, other.Chunk, other.Noted);
}
