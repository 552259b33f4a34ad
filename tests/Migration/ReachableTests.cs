namespace ActorMigrate.Migration.Tests;

public sealed class ReachableTests
{
    private static readonly Dictionary<int, int[]> Arrows = new() { [1] = [2, 3], [2] = [4], [4] = [2], [5] = [1] };

    [Fact]
    public void Everything_that_arrows_lead_to_is_found_once_and_circles_end() => Assert.Equal([1, 2, 3, 4], From(1).Order());

    [Fact]
    public void Starts_count_as_reached() => Assert.Equal([3], From(3));

    [Fact]
    public void Without_a_start_nothing_is_reached() => Assert.Empty(From());

    private static HashSet<int> From(params int[] starts) => Reachable.From(starts, one => Arrows.GetValueOrDefault(one, []));
}
