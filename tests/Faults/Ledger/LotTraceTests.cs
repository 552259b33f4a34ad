using System.Globalization;
using ActorMigrate.Faults.Tests.Matrix;

namespace ActorMigrate.Faults.Tests.Ledger;

/// <summary>The model of lots says what the statements do: random steps of it, taken on a real ledger, lead to the same rows and the same
/// data.</summary>
public sealed class LotTraceTests
{
    private const int Steps = 60;

    private static readonly LotWorld World = new(Nodes: 3, Tasks: 3) { MaxAttempts = 5, ActorsPerNode = 2, Kills = 2, Poison = 1 };

    public static TheoryData<int> More => FaultMatrixTests.Numbers(4, 100);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public Task The_ledger_does_what_the_model_says(int seed) => AgreeAsync(seed);

    [LongTheory]
    [MemberData(nameof(More))]
    public Task And_in_many_more_traces(int seed) => AgreeAsync(seed);

    [Fact]
    public async Task A_model_that_says_something_else_is_found_out()
    {
        var wrong = new LotModel(World with { Rules = new LotRules { BrokenGoAlone = false } });
        LotStep[] steps = [new(LotStepKind.Grant, 0), new(LotStepKind.Deliver, 0), new(LotStepKind.Begin, 0), new(LotStepKind.Break, 0),
            new(LotStepKind.GiveBack, 0)];

        Assert.NotNull(await DifferenceAsync(wrong, steps));
        Assert.Null(await DifferenceAsync(new LotModel(World), steps));
    }

    private static async Task AgreeAsync(int seed)
    {
        var model = new LotModel(World);
        var trace = Explorer.Walk(model.Start(), model.Next, step => step.Kind, Steps, seed);
        var difference = await DifferenceAsync(model, trace);
        Assert.True(difference is null, string.Create(CultureInfo.InvariantCulture, $"Seed {seed}: {difference}"));
    }

    private static async Task<string?> DifferenceAsync(LotModel model, IEnumerable<LotStep> trace)
    {
        await using var replay = await LotReplay.StartAsync(model.World);
        var (state, taken) = (model.Start(), new List<LotStep>());
        foreach (var step in trace)
        {
            taken.Add(step);
            var next = model.Apply(state, step) ?? throw new InvalidOperationException($"{step} is not possible.");
            await replay.TakeAsync(step, state, next);
            state = next;
            if (await replay.DifferenceAsync(state) is { } difference)
                return $"after\n  {string.Join("\n  ", taken)}\n  {difference}";
        }

        return null;
    }
}
