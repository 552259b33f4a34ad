using ActorMigrate.Migration.Options;
using ActorMigrate.Migration.Planning;

namespace ActorMigrate.Migration.Tests.Planning;

public class TransferPlannerTests
{
    [Fact]
    public void A_table_below_the_threshold_is_one_task()
    {
        Assert.IsType<TransferPlan.Whole>(Plan(Tables.Of(10_000, 999_999), Tables.Defaults));
    }

    [Theory]
    [InlineData(1_000_000, 2)]
    [InlineData(2_000_000, 4)]
    [InlineData(5_000_000, 6)]
    [InlineData(10_000_000, 8)]
    [InlineData(500_000_000, 8)]
    public void The_number_of_partitions_grows_with_the_rows(long rows, int partitions)
    {
        var plan = Assert.IsType<TransferPlan.ByCtid>(Plan(Tables.Of(100_000, rows), Tables.Defaults));
        Assert.Equal(partitions, plan.Partitions.Count);
    }

    [Fact]
    public void A_table_that_was_never_analysed_is_judged_by_its_size()
    {
        var plan = Plan(Tables.Of(100_000, -1), Tables.Defaults);
        Assert.IsType<TransferPlan.ByCtid>(plan);
        Assert.True(plan.EstimatedRows >= 10_000_000);
    }

    [Fact]
    public void A_table_that_grew_since_it_was_analysed_is_judged_by_its_size_of_now()
    {
        var grown = Tables.Of(40_000, 1_000) with { RelPages = 10 };
        Assert.Equal(4_000_000, RowEstimate.Of(grown));
    }

    [Fact]
    public void A_threshold_in_bytes_counts_the_toast()
    {
        var options = Tables.Defaults with { PartitionThreshold = PartitionThreshold.OfBytes(1L << 30) };
        Assert.IsType<TransferPlan.Whole>(Plan(Tables.Of(1_000, 5_000_000), options));
        Assert.IsType<TransferPlan.ByCtid>(Plan(Tables.Of(1_000, 10_000, toast: 20L << 30), options));
    }

    [Fact]
    public void Without_tid_range_scans_auto_goes_by_the_key_and_without_a_key_by_the_whole_table()
    {
        Assert.IsType<TransferPlan.ByKey>(Plan(Tables.Of(100_000, 2_000_000, tidScan: false), Tables.Defaults));
        Assert.IsType<TransferPlan.Whole>(Plan(Tables.Of(100_000, 2_000_000, key: false, tidScan: false), Tables.Defaults));
    }

    [Theory]
    [InlineData(PartitionBy.Ntile)]
    [InlineData(PartitionBy.Keyset)]
    public void A_table_without_a_key_is_partitioned_by_ctid_whatever_was_asked(PartitionBy asked)
    {
        var options = Tables.Defaults with { PartitionBy = asked };
        Assert.IsType<TransferPlan.ByCtid>(Plan(Tables.Of(100_000, 2_000_000, key: false), options));
    }

    [Fact]
    public void Keyset_chunks_are_fitted_to_the_row_width()
    {
        var options = Tables.Defaults with { PartitionBy = PartitionBy.Keyset };
        var narrow = Assert.IsType<TransferPlan.ByKey>(Plan(Tables.Of(20_000, 2_000_000), options));
        var wide = Assert.IsType<TransferPlan.ByKey>(Plan(Tables.Of(20_000, 2_000_000, toast: 200L << 30), options));
        Assert.Equal(100_000, narrow.ChunkRows);
        Assert.InRange(wide.ChunkRows!.Value, 100, 1_000);
    }

    [Fact]
    public void The_largest_table_comes_first()
    {
        var small = Tables.Of(10, 10) with { Name = new QualifiedName("public", "a") };
        var large = Tables.Of(20, 10) with { Name = new QualifiedName("public", "b") };
        Assert.Equal(["b", "a"], TransferPlanner.Plan([small, large], Tables.Defaults, Slow).Select(plan => plan.Table.Name.Name));
    }

    [Fact]
    public void Where_copies_gain_nothing_side_by_side_the_largest_table_is_one_piece()
    {
        Assert.IsType<TransferPlan.Whole>(Plan(Tables.Of(1_000_000, 100_000_000), Auto));
    }

    [Theory]
    [InlineData(4, 1_000_000, 1_000_000, 8)]
    [InlineData(2, 1_000_000, 1_000_000, 4)]
    [InlineData(4, 500_000, 1_000_000, 4)]
    [InlineData(4, 30_000, 30_000, 3)]
    [InlineData(4, 10_000, 10_000, 1)]
    [InlineData(4, 100_000, 1_000_000, 1)]
    public void A_table_that_others_would_wait_for_is_cut_by_the_streams_it_is_a_share_of(
        int streams, long pages, long allPages, int partitions)
    {
        var plan = TransferPlanner.Plan(Tables.Of(pages, pages * 100), Auto, Slow with { Streams = streams }, allPages * 8192);
        Assert.Equal(partitions, plan is TransferPlan.ByCtid ctid ? ctid.Partitions.Count : 1);
    }

    [Fact]
    public void No_attempt_copies_for_longer_than_may_be_lost_whatever_the_most_partitions_are()
    {
        var pace = CopyPace.Of(slots: 2, processors: 2, serversHere: 2, maxRate: null);
        var plan = Assert.IsType<TransferPlan.ByCtid>(TransferPlanner.Plan(Tables.Of(1L << 28, 1e10), Auto, pace, 2L << 40));
        Assert.Equal(1, pace.Streams);
        Assert.All(plan.Partitions, part => Assert.InRange(part.EstimatedBytes, 1L << 30, pace.AttemptBytes));
        Assert.True(plan.Partitions.Count > Auto.MaxPartitions);
    }

    [Fact]
    public void A_limit_of_the_rate_makes_attempts_smaller() =>
        Assert.Equal(600L << 20, CopyPace.Of(slots: 2, processors: 2, serversHere: 0, maxRate: 1 << 20).AttemptBytes);

    [Theory]
    [InlineData(8, 8, 0, 8)]
    [InlineData(2, 2, 0, 2)]
    [InlineData(8, 8, 2, 3)]
    [InlineData(8, 8, 1, 5)]
    [InlineData(2, 2, 1, 1)]
    [InlineData(0, 2, 0, 8)]
    public void Copies_gain_side_by_side_as_far_as_slots_and_the_processors_of_shared_machines_go(
        int slots, int processors, int serversHere, int streams) =>
        Assert.Equal(streams, CopyPace.Of(slots, processors, serversHere, null).Streams);

    private static readonly CopyPace Slow = new(1, long.MaxValue);

    private static readonly PlanOptions Auto = Tables.Defaults with { PartitionThreshold = PartitionThreshold.Auto };

    private static TransferPlan Plan(TableFacts table, PlanOptions options) => TransferPlanner.Plan(table, options, Slow, table.TotalBytes);
}
