using ActorMigrate.Migration.Budgets;

namespace ActorMigrate.Migration.Tests.Budgets;

public class ClaimBudgetTests
{
    private const long MiB = 1 << 20;

    [Fact]
    public void Index_memory_is_shared_by_the_slots_of_all_nodes_and_never_overspent()
    {
        for (var slots = 1; slots <= 12; slots++)
        {
            var (running, inUse) = (0, 0L);
            for (var grant = Next(); grant.Count > 0; grant = Next())
            {
                running += grant.Count;
                inUse += grant.Count * grant.BytesEach;
                Assert.True(inUse <= 512 * MiB);
            }

            Assert.Equal(slots, running);

            MemoryGrant Next() => ClaimBudget.OfIndexMemory(512 * MiB, inUse, slots, free: 2);
        }
    }

    [Fact]
    public void A_node_that_joins_waits_for_the_shares_that_were_granted_before()
    {
        // One node with two slots has spent everything; with four slots a share is a quarter, and nothing is left.
        Assert.Equal(new MemoryGrant(0, 128 * MiB), ClaimBudget.OfIndexMemory(512 * MiB, 512 * MiB, slots: 4, free: 2));
        Assert.Equal(new MemoryGrant(2, 128 * MiB), ClaimBudget.OfIndexMemory(512 * MiB, 256 * MiB, slots: 4, free: 2));
    }

    [Fact]
    public void However_small_the_budget_somebody_builds()
    {
        Assert.Equal(new MemoryGrant(1, MiB), ClaimBudget.OfIndexMemory(MiB, 0, slots: 8, free: 2));
        Assert.Equal(0, ClaimBudget.OfIndexMemory(MiB, MiB, slots: 8, free: 2).Count);
    }

    [Theory]
    [InlineData(1, 4, 2, 3)]
    [InlineData(4, 4, 2, 0)]
    [InlineData(9, 4, 2, 0)]
    [InlineData(0, 4, 2, 0)]
    [InlineData(1, 4, 1, 0)]
    public void Copies_are_wanted_for_idle_slots_where_several_nodes_copy_and_there_is_something_to_split(
        int ready, int idle, int nodes, int wanted) =>
        Assert.Equal(wanted, ClaimBudget.CopiesWanted(ready, idle, nodes));
}
