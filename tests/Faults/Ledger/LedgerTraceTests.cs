using System.Globalization;
using ActorMigrate.Faults.Tests.Matrix;

namespace ActorMigrate.Faults.Tests.Ledger;

/// <summary>The model says what the statements do: random steps of it, taken on a real ledger, lead to the same rows and the same data.
/// A trace that does not is made as short as it can be.</summary>
public sealed class LedgerTraceTests
{
    private const int Steps = 50;

    private static readonly LedgerWorld World = new(Nodes: 4, Tasks: 2, Chunks: 2)
    {
        MaxAttempts = 4, ActorsPerTask = 2, Kills = 2, Leaves = true, MaxTerm = 6, Writes = true, Adopts = true,
        Leases = true, Founds = true,
    };

    private static readonly LedgerWorld OneTask = new(Nodes: 2, Tasks: 1, Chunks: 1) { MaxAttempts = 1 };

    public static TheoryData<int> More => FaultMatrixTests.Numbers(3, 100);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public Task The_ledger_does_what_the_model_says(int seed) => AgreeAsync(seed);

    // A test for each, so that none of them runs for so long that it seems to hang.
    [LongTheory]
    [MemberData(nameof(More))]
    public Task And_in_many_more_traces(int seed) => AgreeAsync(seed);

    [Fact]
    public async Task A_model_that_says_something_else_is_found_out()
    {
        var wrong = new LedgerModel(OneTask with { Rules = new LedgerRules { GrantTakesOnlyReady = false } });
        StepKind[] kinds =
            [StepKind.Grant, StepKind.Deliver, StepKind.Begin, StepKind.Write, StepKind.Fence, StepKind.Commit, StepKind.Grant];
        List<LedgerStep> once = [.. kinds.Select(kind => new LedgerStep(kind))];

        Assert.Equal(7, (await DifferenceAsync(wrong, once)).Taken);
        Assert.Null((await DifferenceAsync(new LedgerModel(OneTask), once)).Difference);
    }

    [Fact]
    public async Task A_ledger_that_answers_something_else_is_found_out()
    {
        var wrong = new LedgerModel(OneTask with { MaxTerm = 3, Rules = new LedgerRules { RepeatChecksTerm = false } });
        List<LedgerStep> late = [new(StepKind.Grant, Node: 1), new(StepKind.Deliver, Node: 1), new(StepKind.TakeTerm, Node: 1),
            new(StepKind.Repeat, Node: 1, By: 0)];

        Assert.Equal(4, (await DifferenceAsync(wrong, late)).Taken);
        Assert.Null((await DifferenceAsync(new LedgerModel(OneTask with { MaxTerm = 3 }), late)).Difference);
    }

    [Fact]
    public async Task A_long_way_to_a_violation_is_shortened_to_the_steps_that_it_needs()
    {
        var unfenced = new LedgerRules
            { FenceChecksAttempt = false, FenceChecksNode = false, FenceChecksState = false, FenceChecksCursor = false };
        var wrong = new LedgerModel(OneTask with { Chunks = 2, MaxAttempts = 4, ActorsPerTask = 2, Rules = unfenced });
        var seed = 1;
        while (!Violates(wrong, Walk(wrong, seed)))
            seed++;
        var way = Walk(wrong, seed);

        var shortest = await ShortenAsync(way, trace => Task.FromResult(Violates(wrong, trace)));

        Assert.True(Violates(wrong, shortest));
        Assert.InRange(shortest.Count, 2, 12);
        for (var step = 0; step < shortest.Count; step++)
            Assert.False(Violates(wrong, [.. shortest.Take(step), .. shortest.Skip(step + 1)]));
    }

    private static bool Violates(LedgerModel model, IReadOnlyList<LedgerStep> trace)
    {
        var state = model.Start();
        foreach (var step in trace)
        {
            state = model.Apply(state, step) ?? state;
            if (LedgerInvariant.Violation(state) is not null)
                return true;
        }

        return false;
    }

    private static async Task AgreeAsync(int seed)
    {
        var model = new LedgerModel(World);
        var trace = Walk(model, seed);
        if (await DifferenceAsync(model, trace) is not { Difference: not null, Taken: var taken })
            return;
        var shortest = await ShortenAsync(trace[..taken], async shorter => (await DifferenceAsync(model, shorter)).Difference is not null);
        var (difference, _) = await DifferenceAsync(model, shortest);
        Assert.Fail($"Seed {seed.ToString(CultureInfo.InvariantCulture)}: after\n  {string.Join("\n  ", shortest)}\n  {difference}");
    }

    private static List<LedgerStep> Walk(LedgerModel model, int seed) =>
        Explorer.Walk(model.Start(), model.Next, step => step.Kind, Steps, seed);

    private static async Task<(string? Difference, int Taken)> DifferenceAsync(LedgerModel model, IReadOnlyList<LedgerStep> trace)
    {
        await using var replay = await LedgerReplay.StartAsync(model.World);
        var (state, taken) = (model.Start(), 0);
        foreach (var step in trace)
        {
            taken++;
            // In a trace that was shortened, a step may not be possible any more.
            if (model.Apply(state, step) is not { } next)
                continue;
            var answer = await replay.TakeAsync(step, state, next);
            state = next;
            if ((answer ?? await replay.DifferenceAsync(state)) is { } difference)
                return (difference, taken);
        }

        return (null, taken);
    }

    /// <summary>Leaves out steps, many at a time first, as long as what is wrong stays wrong.</summary>
    private static async Task<List<LedgerStep>> ShortenAsync(List<LedgerStep> trace, Func<List<LedgerStep>, Task<bool>> isWrong)
    {
        for (var length = trace.Count / 2; length > 0;)
        {
            var before = trace.Count;
            for (var at = 0; at < trace.Count;)
            {
                List<LedgerStep> without = [.. trace.Take(at), .. trace.Skip(at + length)];
                if (await isWrong(without))
                    trace = without;
                else
                    at += length;
            }

            // The last round is repeated until it finds nothing more.
            length = length > 1 ? length / 2 : trace.Count < before ? 1 : 0;
        }

        return trace;
    }
}
