using ActorMigrate.Migration.Planning;

namespace ActorMigrate.Migration.Tests.Planning;

public class PartitionSplitTests
{
    private static readonly TableFacts Facts = Tables.Of(pages: 100, tuples: 1000);

    [Theory]
    [InlineData(10, 20L, 15)]
    [InlineData(10, 13L, 11)]
    [InlineData(60, null, 80)]
    public void A_range_of_pages_is_halved_in_its_middle_and_an_open_end_stays_open(long from, long? to, long middle)
    {
        var (first, second) = PartitionSplit.Halve(new Partition("t_p1", new RowPredicate.CtidRange(from, to), 7, 101), Facts)!.Value;
        Assert.Equal(new RowPredicate.CtidRange(from, middle), first.Predicate);
        Assert.Equal(new RowPredicate.CtidRange(middle, to), second.Predicate);
        Assert.Equal((7, 101), (first.EstimatedRows + second.EstimatedRows, first.EstimatedBytes + second.EstimatedBytes));
        Assert.Equal(("t_p1_1", "t_p1_2"), (first.Name, second.Name));
    }

    [Theory]
    [InlineData(10, 11L)]
    [InlineData(99, null)]
    [InlineData(200, null)]
    public void A_single_page_is_not_halved(long from, long? to) =>
        Assert.Null(PartitionSplit.Halve(new Partition("t_p1", new RowPredicate.CtidRange(from, to), 1, 1), Facts));

    [Theory]
    [InlineData("bigint", "-9223372036854775808", "9223372036854775807", "-1")]
    [InlineData("integer", "5", "8", "6")]
    public void A_range_of_whole_numbers_is_halved_in_its_middle(string type, string after, string upTo, string middle)
    {
        var range = Keys(type, [after], [upTo]);
        var (first, second) = PartitionSplit.Halve(new Partition("t_p1", range, 2, 2), Facts)!.Value;
        var (low, high) = ((RowPredicate.KeyRange)first.Predicate, (RowPredicate.KeyRange)second.Predicate);
        Assert.Equal([after, middle, middle, upTo], [.. low.After!, .. low.UpTo!, .. high.After!, .. high.UpTo!]);
    }

    [Fact]
    public void A_range_of_keys_of_any_type_is_halved_at_its_tiles_until_there_is_one()
    {
        KeyTile[] tiles = [new(["a", "1"], 10), new(["b", "2"], 10), new(["z", "9"], 12)];
        var range = new RowPredicate.KeyRange([new KeyColumn("name", "text"), new KeyColumn("no", "integer")], null, null, tiles);

        var (first, second) = PartitionSplit.Halve(new Partition("t_p1", range, 32, 320), Facts)!.Value;

        Assert.Equal((10, 100L, 22, 220L), (first.EstimatedRows, first.EstimatedBytes, second.EstimatedRows, second.EstimatedBytes));
        var (low, high) = ((RowPredicate.KeyRange)first.Predicate, (RowPredicate.KeyRange)second.Predicate);
        Assert.Equal((null, null), (low.After, high.UpTo));
        Assert.Equal(["a", "1", "a", "1"], [.. low.UpTo!, .. high.After!]);
        Assert.Null(PartitionSplit.Halve(first, Facts));
        Assert.Equal(["b", "2"], ((RowPredicate.KeyRange)PartitionSplit.Halve(second, Facts)!.Value.First.Predicate).UpTo!);
    }

    [Fact]
    public void A_range_of_keys_without_a_known_middle_is_not_halved()
    {
        Assert.Null(Halve(Keys("text", ["5"], ["8"])));
        Assert.Null(Halve(Keys("integer", ["5"], ["6"])));
        Assert.Null(Halve(Keys("integer", null, ["6"])));
        Assert.Null(Halve(Keys("integer", ["6"], null)));
        Assert.Null(Halve(new RowPredicate.All()));
        static (Partition, Partition)? Halve(RowPredicate predicate) => PartitionSplit.Halve(new Partition("t", predicate, 2, 2), Facts);
    }

    private static RowPredicate.KeyRange Keys(string type, string[]? after, string[]? upTo) =>
        new([new KeyColumn("id", type)], after, upTo);
}
