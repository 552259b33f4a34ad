using ActorMigrate.Faults.Tests.Ledger;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Options;
using ActorMigrate.Migration.Planning;
using ActorMigrate.TestServers;
using static ActorMigrate.Faults.Tests.Ledger.RowState;

namespace ActorMigrate.Faults.Tests.Phases;

/// <summary>The steps of nodes on the rows of a run.</summary>
internal sealed class RunTasks(RunPolicies policies)
{
    private static readonly Failure Transient = new(FailureClass.Transient, null, "made up");

    private static readonly RetryOptions Retries = TestOptions.Plain.Shared.Retry with
        { MaxAttempts = RunWorld.Most, MinBackoff = TimeSpan.Zero, MaxBackoff = TimeSpan.Zero };

    private static readonly TableFacts Facts = new()
    {
        Name = new QualifiedName("s", "t"), Oid = 1, HeapBytes = RunWorld.Pages * 8192, ToastBytes = 0, RelTuples = null, RelPages = 0,
        HasTidRangeScan = true, PrimaryKey = [],
    };

    /// <summary>A node has one slot.</summary>
    public RunState? Claim(RunState state, int node, int index)
    {
        var row = state.Rows[index];
        if (state.End != RunEnd.None || !state.Alive[node] || row.State != Ready
            || state.Rows.Any(other => other.State == Running && other.Node == node)
            || (row.OpensAt > state.Phase && policies.ClaimsWaitForTheirPhase))
            return null;
        return state.With(index, row with { State = Running, Node = node });
    }

    /// <summary>The work of an attempt begins.</summary>
    public RunState? Begin(RunState state, int index)
    {
        var row = state.Rows[index];
        if (row.State != Running || row.IsBegun || !state.Alive[row.Node])
            return null;
        var begun = state.With(index, row with { IsBegun = true, Attempts = row.Attempts + 1 });
        return begun with { Broken = state.Broken ?? RunInvariant.OfBeginning(state, row) };
    }

    /// <summary>Its transaction commits, and with it what waits for it is released.</summary>
    public static RunState? Complete(RunState state, int index)
    {
        var row = state.Rows[index];
        if (row.State != Running || !row.IsBegun || !state.Alive[row.Node])
            return null;
        var done = state.With(index, row with { State = Done, IsBegun = false });
        for (var other = 0; other < done.Rows.Length; other++)
        {
            var waiting = done.Rows[other];
            if (waiting.State == Blocked && (waiting.Needs & (1 << index)) != 0)
                done = done.With(other, waiting with { Unmet = waiting.Unmet - 1, State = waiting.Unmet == 1 ? Ready : Blocked });
        }

        return done;
    }

    /// <summary>Its attempt fails.</summary>
    public RunState? Fail(RunState state, int index)
    {
        var row = state.Rows[index];
        if (state.Left.Failures == 0 || row.State != Running || !row.IsBegun || !state.Alive[row.Node])
            return null;
        var less = state with { Left = state.Left with { Failures = state.Left.Failures - 1 } };
        return policies.Retry(Transient, row.Attempts, Retries) == RetryDecision.Retry
            ? less.With(index, row with { IsBegun = false })
            : GiveUp(less, index);
    }

    /// <summary>A copy that nobody has begun becomes two.</summary>
    public RunState? Split(RunState state, int index)
    {
        var row = state.Rows[index];
        if (state.Left.Splits == 0 || state.End != RunEnd.None || row is not { Part: RunPart.Copy, State: Ready, Attempts: 0 })
            return null;
        var whole = new Partition("p", new RowPredicate.CtidRange(row.FromPage, row.ToPage), 1, 1);
        if (policies.Halve(whole, Facts) is not ({ Predicate: RowPredicate.CtidRange first }, { Predicate: RowPredicate.CtidRange second }))
            return null;
        var added = state.Rows.Length;
        var rows = state.Rows.Select(other => policies.HalvesAreBothNeeded && (other.Needs & (1 << index)) != 0
            ? other with { Needs = other.Needs | (1 << added), Unmet = other.Unmet + 1 }
            : other).ToList();
        rows[index] = row with { FromPage = (int)first.FromPage, ToPage = (int)first.ToPage! };
        rows.Add(row with { State = Ready, Node = -1, IsBegun = false, FromPage = (int)second.FromPage, ToPage = (int)second.ToPage! });
        return state with { Rows = [.. rows], Left = state.Left with { Splits = state.Left.Splits - 1 } };
    }

    /// <summary>The coordinator takes back what a dead node holds, and fails what has killed too many.</summary>
    public RunState? Reap(RunState state, int node)
    {
        if (state.End != RunEnd.None || state.Alive[node] || !state.Alive[state.Coordinator])
            return null;
        var index = Array.FindIndex(state.Rows, row => row.State == Running && row.Node == node);
        if (index < 0)
            return null;
        var row = state.Rows[index];
        var (died, counted) = (row.IsBegun ? 1 : 0, row.IsBegun && policies.CountsAdoptions ? 1 : 0);
        var back = state.With(
            index, row with { State = Ready, Node = -1, IsBegun = false, Adoptions = row.Adoptions + counted, Deaths = row.Deaths + died });
        return back.Rows[index].Adoptions >= RunWorld.Most ? GiveUp(back, index) : back;
    }

    private RunState GiveUp(RunState state, int index)
    {
        var failed = state.With(index, state.Rows[index] with { State = Failed, Node = -1, IsBegun = false });
        if (!policies.SkipsDependants)
            return failed;
        var lost = 1 << index;
        for (var again = true; again;)
        {
            again = false;
            for (var other = 0; other < failed.Rows.Length; other++)
            {
                var row = failed.Rows[other];
                if (row.State != Blocked || (row.Needs & lost) == 0)
                    continue;
                failed = failed.With(other, row with { State = Skipped });
                (lost, again) = (lost | (1 << other), true);
            }
        }

        return failed;
    }
}
