using ActorMigrate.Migration.Budgets;

namespace ActorMigrate.Migration.Tests.Budgets;

public class ClaimBudgetTests
{
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
