using ActorMigrate.Migration.Budgets;
using ActorMigrate.Migration.Options;

namespace ActorMigrate.Migration.Tests.Budgets;

public class ConnectionBudgetTests
{
    private static readonly NodeOptions Wanted = new()
    {
        CopySlots = 8,
        IndexSlots = 4,
        PollInterval = TimeSpan.FromSeconds(1),
        StallTimeout = TimeSpan.FromMinutes(5),
        CopyBufferBytes = 1 << 20,
    };

    [Fact]
    public void With_room_for_all_nothing_changes() => Assert.Equal(Wanted, ConnectionBudget.Fit(Wanted, 100, 100));

    [Fact]
    public void Whatever_is_free_what_is_fitted_fits_and_less_room_never_gives_more_slots()
    {
        for (var inSource = 0; inSource < 30; inSource++)
        {
            var before = 0;
            for (var inTarget = 0; inTarget < 40; inTarget++)
            {
                if (ConnectionBudget.Fit(Wanted, inSource, inTarget) is not { } fitted)
                {
                    Assert.Equal(0, before);
                    continue;
                }

                Assert.True(ConnectionBudget.NeededInSource(fitted) <= inSource && ConnectionBudget.NeededInTarget(fitted) <= inTarget);
                Assert.True(fitted is { CopySlots: >= 1 and <= 8, IndexSlots: >= 1 and <= 4 });
                Assert.True(fitted.CopySlots + fitted.IndexSlots >= before);
                before = fitted.CopySlots + fitted.IndexSlots;
            }
        }
    }

    [Fact]
    public void Without_room_for_one_of_each_there_is_no_fit()
    {
        Assert.Null(ConnectionBudget.Fit(Wanted, 4, 100));
        Assert.Null(ConnectionBudget.Fit(Wanted, 100, 9));
        Assert.NotNull(ConnectionBudget.Fit(Wanted, 5, 10));
    }

    [Fact]
    public void Distant_servers_get_more_tasks_at_a_time_while_these_take_a_quarter_of_the_free_connections_at_most()
    {
        var wanted = Wanted with { CopySlots = 2, FarCopySlots = 8, IndexSlots = 1, FarIndexSlots = 4 };
        var far = wanted with { CopySlots = 8, IndexSlots = 4 };
        var (inSource, inTarget) = (4 * ConnectionBudget.NeededInSource(far), 4 * ConnectionBudget.NeededInTarget(far));

        Assert.Equal(far, ConnectionBudget.Far(wanted, inSource, inTarget));
        Assert.Equal(wanted, ConnectionBudget.Far(wanted, inSource - 1, inTarget));
        Assert.Equal(wanted, ConnectionBudget.Far(wanted, inSource, inTarget - 1));
    }

    [Fact]
    public void Distance_changes_neither_a_number_that_a_user_chose_nor_a_greater_one()
    {
        var chosen = Wanted with { CopySlots = 1, IndexSlots = 1 };
        var greater = Wanted with { CopySlots = 9, FarCopySlots = 8, IndexSlots = 5, FarIndexSlots = 4 };

        Assert.Equal(chosen, ConnectionBudget.Far(chosen, 1000, 1000));
        Assert.Equal(greater, ConnectionBudget.Far(greater, 1000, 1000));
    }

    [Fact]
    public void Connections_that_other_nodes_have_reserved_and_not_opened_yet_are_not_free()
    {
        Assert.Equal(10, ConnectionBudget.Unreserved(10, []));
        Assert.Equal(4, ConnectionBudget.Unreserved(10, [(8, 3), (1, 0)]));
        Assert.Equal(10, ConnectionBudget.Unreserved(10, [(8, 9)]));
        Assert.Equal(0, ConnectionBudget.Unreserved(10, [(8, 0), (8, 0)]));
    }
}
