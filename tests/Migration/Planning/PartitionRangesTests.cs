using ActorMigrate.Migration.Planning;
using FsCheck;
using FsCheck.Fluent;

namespace ActorMigrate.Migration.Tests.Planning;

public class PartitionRangesTests
{
    [Fact]
    public void Ctid_ranges_cover_every_page_once_and_end_open()
    {
        var cases =
            from pages in Gen.Choose(0, 5_000)
            from count in Gen.Choose(2, 64)
            select (pages, count);
        Prop.ForAll(cases.ToArbitrary(), given =>
        {
            var ranges = CtidRanges.Split(Tables.Of(given.pages, 100), 100, given.count)
                .Select(part => (RowPredicate.CtidRange)part.Predicate).ToList();
            Assert.Equal(0, ranges[0].FromPage);
            Assert.Null(ranges[^1].ToPage);
            Assert.All(ranges.SkipLast(1).Zip(ranges.Skip(1)), pair => Assert.Equal(pair.First.ToPage, pair.Second.FromPage));
            Assert.All(ranges.SkipLast(1), range => Assert.True(range.FromPage < range.ToPage));
            Assert.InRange(ranges.Count, 1, given.count);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Ctid_ranges_are_balanced()
    {
        var parts = CtidRanges.Split(Tables.Of(1_003, 1_000), 1_000, 8);
        var pages = parts.SkipLast(1).Select(part => (RowPredicate.CtidRange)part.Predicate).Select(range => range.ToPage - range.FromPage);
        Assert.All(pages, length => Assert.InRange(length!.Value, 125, 126));
        Assert.InRange(parts.Sum(part => part.EstimatedRows), 996, 1_004);
    }

    [Fact]
    public void Key_ranges_are_half_open_and_meet_at_the_last_key_of_each_tile()
    {
        KeyTile[] tiles = [new(["10"], 5), new(["20"], 5), new(["30"], 4)];
        var ranges = KeyRanges.Of(Tables.Of(100, 14), tiles, tiles.Length).Select(part => (RowPredicate.KeyRange)part.Predicate).ToList();
        Assert.Equal((null, "10"), (ranges[0].After, ranges[0].UpTo![0]));
        Assert.Equal(("10", "20"), (ranges[1].After![0], ranges[1].UpTo![0]));
        Assert.Equal("20", ranges[2].After![0]);
        Assert.Null(ranges[2].UpTo);
    }

    [Fact]
    public void Partitions_are_named_after_their_table_and_numbered_from_one()
    {
        Assert.Equal(["public.t_p1", "public.t_p2"], CtidRanges.Split(Tables.Of(100, 100), 100, 2).Select(part => part.Name));
    }
}
