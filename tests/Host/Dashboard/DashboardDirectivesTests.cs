using System.Text;
using ActorMigrate.Host.Dashboard;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Directing;
using ActorMigrate.Migration.Failures;

namespace ActorMigrate.Host.Tests.Dashboard;

public class DashboardDirectivesTests
{
    [Fact]
    public void Directives_are_those_of_the_commands()
    {
        Assert.Equal(new DirectiveDraft(DirectiveVerb.Pause), Read("""{"verb":"pause"}"""));
        Assert.Equal(new DirectiveDraft(DirectiveVerb.Continue), Read("""{"verb":"continue"}"""));
        Assert.Equal(new DirectiveDraft(DirectiveVerb.Stop), Read("""{"verb":"stop"}"""));
        Assert.Equal(new DirectiveDraft(DirectiveVerb.Drain, "db2"), Read("""{"verb":"drain","node":" db2"}"""));
        Assert.Equal(
            new DirectiveDraft(DirectiveVerb.Set, "db2", 2, 1, 20_000_000),
            Read("""{"verb":"set","node":"db2","copySlots":"2","indexSlots":" 1 ","maxRate":"20MB"}"""));
        Assert.Equal(new DirectiveDraft(DirectiveVerb.Set, null, 2),
            Read("""{"verb":"set","node":"","copySlots":"2","indexSlots":"","maxRate":""}"""));
    }

    [Theory]
    [InlineData("""{"verb":"drain","node":" "}""", "needs the name of a node")]
    [InlineData("""{"verb":"kill","node":"db2"}""", "none of pause, continue, stop, drain and set")]
    [InlineData("""{}""", "none of pause")]
    [InlineData("""{"verb":"set"}""", "nothing to set")]
    [InlineData("""{"verb":"set","copySlots":"many"}""", "--copy-slots is 'many'")]
    [InlineData("""{"verb":"set","copySlots":65}""", "not a JSON object")]
    [InlineData("pause", "not a JSON object")]
    [InlineData("null", "empty")]
    [InlineData("", "not a JSON object")]
    public void Anything_else_is_refused(string json, string words)
    {
        var refused = Assert.Throws<RefusedException>(() => Read(json));

        Assert.Equal(Outcome.BadUsage, refused.Outcome);
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
    }

    private static DirectiveDraft Read(string json) => DashboardDirectives.Read(Encoding.UTF8.GetBytes(json));
}
