using ActorMigrate.Migration.Liveness;

namespace ActorMigrate.Migration.Tests.Liveness;

public class StallPolicyTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(5);

    [Theory]
    [InlineData(true, 301, 0, true)]
    [InlineData(true, 299, 299, false)]
    [InlineData(false, 10_000, 0, false)]
    [InlineData(false, 10_000, 299, false)]
    [InlineData(false, 302, 301, true)]
    public void A_copy_is_given_up_when_nothing_moves_and_a_statement_when_others_hold_it_up(
        bool copies, int idle, int heldUp, bool expected) =>
        Assert.Equal(expected, StallPolicy.IsStalled(copies, TimeSpan.FromSeconds(idle), TimeSpan.FromSeconds(heldUp), Timeout));

    [Fact]
    public void The_servers_are_asked_before_an_attempt_is_given_up()
    {
        Assert.Equal(TimeSpan.FromSeconds(10), StallPolicy.LookAfter(Timeout));
        Assert.Equal(TimeSpan.FromSeconds(1), StallPolicy.LookAfter(TimeSpan.FromSeconds(3)));
    }
}
