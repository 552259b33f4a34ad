using ActorMigrate.Faults.Tests.Ledger;
using ActorMigrate.Migration.Phases;

namespace ActorMigrate.Faults.Tests.Phases;

/// <summary>The purpose of a task of the model: one of each, and as many copies as there are partitions.</summary>
internal enum RunPart
{
    Table,
    Copy,
    Key,
    Count,
}

/// <summary>A task's row. Needs are the numbers of rows, as bits; pages are those that a copy copies.</summary>
internal readonly record struct RunRow(RunPart Part, RowState State, int Needs, int Unmet, int FromPage, int ToPage)
{
    public int Node { get; init; } = -1;

    public bool IsBegun { get; init; }

    /// <summary>A synchronous commit came after its end.</summary>
    public bool IsOnDisk { get; init; }

    public int Attempts { get; init; }

    /// <summary>The counts of the ledger.</summary>
    public int Adoptions { get; init; }

    /// <summary>The event that happened.</summary>
    public int Deaths { get; init; }

    public Phase OpensAt => Part switch
    {
        RunPart.Table => Phase.CreateTargetTables,
        RunPart.Count => Phase.Validate,
        _ => Phase.TransferData,
    };

    public Phase AwaitedIn => Part == RunPart.Key ? Phase.CreatePrimaryKeys : OpensAt;

    public bool IsSettled => State is RowState.Done or RowState.Failed or RowState.Skipped;

    public override string ToString() => $"{Part} {State}";
}

/// <summary>The state of a run by the ledger.</summary>
internal enum RunEnd
{
    None,
    Stopped,
    Ended,
}

/// <summary>Everything: the ledger's rows, phase and coordinator, the coordinator's machine, messages that may come once more, and what
/// may still go wrong.</summary>
internal sealed record RunState(RunRow[] Rows, Phase Phase, PhaseState Machine, bool[] Alive, RunWorld Left)
{
    public bool IsPlanned => Rows.Any(row => row.Part == RunPart.Copy);

    public int Coordinator { get; init; }

    public bool HasSnapshot { get; init; } = true;

    public RunEnd End { get; init; }

    /// <summary>The ledger was asked to close.</summary>
    public bool IsAsked { get; init; }

    /// <summary>The last word of a phase's work, and the last look that found nothing outstanding.</summary>
    public Phase? LateWork { get; init; }

    /// <inheritdoc cref="LateWork"/>
    public Phase? LateLook { get; init; }

    public string? Broken { get; init; }

    public RunState With(int index, RunRow row)
    {
        var rows = (RunRow[])Rows.Clone();
        rows[index] = row;
        return this with { Rows = rows };
    }

    /// <summary>Whether anything that <paramref name="phase"/> waits for is not settled.</summary>
    public bool AreOutstanding(Phase phase) => Rows.Any(row => row.AwaitedIn <= phase && !row.IsSettled);

    /// <summary>Equal for equal states.</summary>
    public string Key()
    {
        var key = new StateKey();
        foreach (var row in Rows)
        {
            foreach (var number in new[] { (int)row.Part, (int)row.State, row.Needs, row.Unmet, (row.FromPage << 4)
                + row.ToPage, row.Node, (row.IsBegun ? 1 : 0) + (row.IsOnDisk ? 2 : 0), row.Attempts, (row.Adoptions << 4) + row.Deaths })
                key.Add(number);
        }

        foreach (var number in new[] { (int)Phase, (int)Machine.Phase, (int)Machine.Step, Coordinator, (HasSnapshot ? 1 : 0) + (IsAsked
            ? 2
            : 0), (int)End, (int?)LateWork ?? -1, (int?)LateLook ?? -1, Left.Kills, Left.Failures, Left.Stops, Left.Splits, Left.Crashes })
            key.Add(number);
        foreach (var alive in Alive)
            key.Add(alive ? 1 : 0);
        return key + Broken;
    }
}
