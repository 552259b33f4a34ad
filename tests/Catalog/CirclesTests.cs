using ActorMigrate.Catalog.Planning;

namespace ActorMigrate.Catalog.Tests;

public sealed class CirclesTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Those_are_in_one_circle_that_reach_each_other(int seed)
    {
        var random = new Random(seed);
        var needs =
            Enumerable.Range(0, 60).Select(_ => Enumerable.Range(0, random.Next(3)).Select(_ => random.Next(60)).ToHashSet()).ToList();
        var circles = Circles.Of(needs);
        for (var left = 0; left < needs.Count; left++)
        {
            for (var right = 0; right < needs.Count; right++)
                Assert.Equal(left == right || (Reaches(needs, left, right) && Reaches(needs, right, left)), circles.AreInOne(left, right));
        }
    }

    [Fact]
    public void A_chain_of_any_length_is_walked()
    {
        var needs = Enumerable.Range(0, 200_000).Select(i => new HashSet<int> { i == 0 ? 199_999 : i - 1 }).ToList();
        Assert.True(Circles.Of(needs).AreInOne(0, 100_000));
        needs[0].Clear();
        Assert.False(Circles.Of(needs).AreInOne(0, 100_000));
    }

    private static bool Reaches(List<HashSet<int>> needs, int from, int to)
    {
        var seen = new HashSet<int>();
        var open = new Stack<int>([from]);
        while (open.TryPop(out var draft))
        {
            foreach (var need in needs[draft].Where(seen.Add))
                open.Push(need);
        }
        return seen.Contains(to);
    }
}
