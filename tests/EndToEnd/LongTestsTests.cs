namespace ActorMigrate.EndToEnd.Tests;

public sealed class LongTestsTests
{
    [Fact]
    public void Consecutive_seeds_choose_each_long_test_in_turn()
    {
        string[] names = [.. LongTests.Sampled().Distinct()];

        Assert.NotEmpty(names);
        Assert.Equal(
            names.Order(StringComparer.Ordinal),
            Enumerable.Range(names.Length * 7, names.Length).Select(seed => LongTests.Choice(names, seed)));
    }

    [Fact]
    public void No_seed_chooses_where_there_is_no_long_test() => Assert.Null(LongTests.Choice([], 17));
}
