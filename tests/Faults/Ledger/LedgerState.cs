using System.Globalization;
using System.Text;

namespace ActorMigrate.Faults.Tests.Ledger;

/// <summary>The states of a task's row.</summary>
internal enum RowState
{
    Blocked,
    Ready,
    Running,
    Done,
    Failed,
    Skipped,
}

/// <summary>A task's row: its node is -1 where it has none; the cursor counts chunks; an attempt is
/// open until its end is recorded.</summary>
internal readonly record struct TaskRow(RowState State, int Node, int Attempt, int Cursor, bool AttemptIsOpen)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{State} node {Node} attempt {Attempt} cursor {Cursor}");
}

/// <summary>A transaction in the target that holds a chunk's rows. Fenced: it has passed the fence, holds the row's lock and may commit.
/// Noted: the ledger knows its backend, which others can end.</summary>
internal readonly record struct Writing(int Node, int Task, int Attempt, int Chunk, bool Fenced, bool Noted, bool HasRunner);

/// <summary>The progress of an actor with its task.</summary>
internal enum ActorStage
{
    Ordered,
    Begun,
    Writes,
    Failing,
}

/// <summary>The belief of a node about a task that it works on.</summary>
internal sealed record TransferMind(int Node, int Task, ActorStage Stage, int Attempt, int Cursor, Writing? Open);

/// <summary>The contents of the target: rows of tasks, which nodes' rows have ended, and how often each chunk of each task has been
/// committed.</summary>
internal sealed record Target(TaskRow[] Rows, int[][] Data, bool[] Ended)
{
    public Target With(int task, TaskRow row) => this with { Rows = Rows.With(task, row) };

    public Target WithEnded(int node) => this with { Ended = Ended.With(node, true) };

    public Target WithChunk(int task, int chunk) => this with { Data = Data.With(task, Data[task].With(chunk, Data[task][chunk] + 1)) };

    public void Write(StateKey key)
    {
        foreach (var row in Rows)
        {
            key.Add((int)row.State);
            key.Add(row.Node);
            key.Add(row.Attempt);
            key.Add((row.Cursor << 1) + (row.AttemptIsOpen ? 1 : 0));
        }

        foreach (var counts in Data)
            key.Add(counts);
        key.Add(Ended);
    }
}

/// <summary>The coordination: the migration's row, and for each node the term that it has read and the one that it believes to hold (0 for
/// none). Who wrote in a term is -1 before the first write.</summary>
internal sealed record Coordination(int Coordinator, int Term, int[] Seen, int[] Held, int[] WriterOfTerm, int LastWritten);

/// <summary>The lease's row, whose owner is -1 where there is none, and which nodes believe to hold it.</summary>
internal sealed record LeaseRow(int Owner, bool RanOut, bool[] Believes);

/// <summary>The founder's column (-1 for none), for each node the founder of the cluster that it is in (-1 for none), whether the ledger
/// knows that it has joined, and whether its heartbeats have stopped.</summary>
internal sealed record Entry(int Founder, int[] ClusterOf, bool[] Joined, bool[] Silent);

/// <summary>Everything: the target, what of it is flushed to disk, the nodes' minds, orders on their way, and transactions whose actors are
/// gone.</summary>
internal sealed record LedgerState(
    Target Target,
    Target Flushed,
    TransferMind?[] Minds,
    bool[] Orders,
    Writing[] Orphans,
    bool[] Alive,
    int KillsLeft,
    int CrashesLeft,
    Coordination Coordination,
    LeaseRow Lease,
    Entry Entry,
    string? Broken)
{
    /// <summary>Two actors of one node may work on one task, where the ledger has forgotten that the first one does.</summary>
    public const int MindsPerTask = 2;

    /// <summary>The state after a commit that waits for the disk, and with it for every commit before it.</summary>
    public LedgerState Synced() => CrashesLeft > 0 ? this with { Flushed = Target } : this;

    /// <summary>The state, with the first thing that went wrong.</summary>
    public LedgerState Breaking(string? wrong) => Broken is null && wrong is not null ? this with { Broken = wrong } : this;

    /// <summary>Equal for equal states.</summary>
    public string Key()
    {
        var key = new StateKey();
        Target.Write(key);
        if (CrashesLeft > 0)
            Flushed.Write(key);
        foreach (var mind in Minds)
        {
            key.Add(mind is null ? -1 : (int)mind.Stage);
            if (mind is null)
                continue;
            key.Add(mind.Attempt);
            key.Add(mind.Cursor);
            key.Add(mind.Open is { } open ? Number(open) : -1);
        }

        // In no order.
        foreach (var orphan in Orphans.Select(Number).Order())
            key.Add(orphan);
        key.Add(-1);
        key.Add(Orders);
        key.Add(Alive);
        key.Add((KillsLeft << 4) + CrashesLeft);
        WriteCluster(key);
        return key + Broken;
    }

    private void WriteCluster(StateKey key)
    {
        key.Add([Coordination.Coordinator, Coordination.Term, Coordination.LastWritten, Lease.Owner, Lease.RanOut ? 1 : 0, Entry.Founder]);
        foreach (var numbers in new[] { Coordination.Seen, Coordination.Held, Coordination.WriterOfTerm, Entry.ClusterOf })
            key.Add(numbers);
        foreach (var flags in new[] { Lease.Believes, Entry.Joined, Entry.Silent })
            key.Add(flags);
    }

    private static int Number(Writing open) =>
        (open.Node << 12) + (open.Task << 10) + (open.Attempt << 6) + (open.Chunk << 3) + (open.Fenced ? 4 : 0) + (open.Noted ? 2 : 0)
            + (open.HasRunner ? 1 : 0);
}

/// <summary>Small numbers, one after the other, as a text to find a state again by.</summary>
internal sealed class StateKey
{
    private readonly StringBuilder text = new(64);

    public void Add(int number) => text.Append((char)(number + 2));

    public void Add(int[] numbers) => Array.ForEach(numbers, Add);

    public void Add(bool[] flags) => Array.ForEach(flags, flag => Add(flag ? 1 : 0));

    public override string ToString() => text.ToString();
}

/// <summary>Arrays that are never changed.</summary>
internal static class Arrays
{
    /// <summary>Returns a copy that differs at one place.</summary>
    public static T[] With<T>(this T[] values, int index, T value)
    {
        var copy = (T[])values.Clone();
        copy[index] = value;
        return copy;
    }
}
