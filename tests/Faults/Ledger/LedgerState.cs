using System.Globalization;
using System.Text;

namespace ActorMigrate.Faults.Tests;

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

/// <summary>A task's row: its node is -1 where it has none; the cursor counts chunks; an attempt is open until its end is recorded.</summary>
internal readonly record struct TaskRow(RowState State, int Node, int Attempt, int Cursor, bool AttemptIsOpen)
{
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"{State} node {Node} attempt {Attempt} cursor {Cursor}");
}

/// <summary>A transaction in the target that holds a chunk's rows. Fenced: it has passed the fence, holds the row's lock and may commit.
/// Noted: the ledger knows its backend, which others can end.</summary>
internal readonly record struct Writing(int Node, int Task, int Attempt, int Chunk, bool Fenced, bool Noted, bool HasRunner);

/// <summary>How far an actor is with its task.</summary>
internal enum ActorStage
{
    Claimed,
    Begun,
    Writes,
    Failing,
}

/// <summary>What a node believes of a task that it works on.</summary>
internal sealed record TransferMind(int Node, int Task, ActorStage Stage, int Attempt, int Cursor, Writing? Open);

/// <summary>What the target holds: rows of the ledger, and how often each chunk of each task has been committed.</summary>
internal sealed record Target(TaskRow[] Rows, int[][] Data)
{
    public Target With(int task, TaskRow row)
    {
        var rows = (TaskRow[])Rows.Clone();
        rows[task] = row;
        return this with { Rows = rows };
    }

    public Target WithChunk(int task, int chunk)
    {
        var data = Data.Select(counts => (int[])counts.Clone()).ToArray();
        data[task][chunk]++;
        return this with { Data = data };
    }

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
        {
            foreach (var count in counts)
                key.Add(count);
        }
    }
}

/// <summary>Who coordinates: the migration's row, and for each node the term that it has seen and the one that it holds (0 for none).</summary>
internal sealed record Coordination(int Coordinator, int Term, int[] Seen, int[] Held, int[] WriterOfTerm, int LastWritten);

/// <summary>Everything: the target, what of it is flushed to disk, the nodes' minds, and transactions that nobody waits for any more.</summary>
internal sealed record LedgerState(
    Target Target,
    Target Flushed,
    TransferMind?[] Minds,
    Writing[] Orphans,
    bool[] Alive,
    int KillsLeft,
    int CrashesLeft,
    Coordination Coordination,
    string? Broken)
{
    /// <summary>Two actors of one node may work on one task, where the ledger has forgotten that the first one does.</summary>
    public const int MindsPerTask = 2;

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
        foreach (var alive in Alive)
            key.Add(alive ? 1 : 0);
        key.Add((KillsLeft << 4) + CrashesLeft);
        WriteCoordination(key);
        return key + Broken;
    }

    private void WriteCoordination(StateKey key)
    {
        key.Add(Coordination.Coordinator);
        key.Add(Coordination.Term);
        key.Add(Coordination.LastWritten);
        foreach (var numbers in new[] { Coordination.Seen, Coordination.Held, Coordination.WriterOfTerm })
        {
            foreach (var number in numbers)
                key.Add(number);
        }
    }

    private static int Number(Writing open) =>
        (open.Node << 12) + (open.Task << 10) + (open.Attempt << 6) + (open.Chunk << 3) + (open.Fenced ? 4 : 0) + (open.Noted ? 2 : 0) + (open.HasRunner ? 1 : 0);
}

/// <summary>Small numbers, one after the other, as a text to find a state again by.</summary>
internal sealed class StateKey
{
    private readonly StringBuilder text = new(64);

    public void Add(int number) => text.Append((char)(number + 2));

    public override string ToString() => text.ToString();
}
