using ActorMigrate.Host.Composition;
using ActorMigrate.Host.Tests.Summary;
using ActorMigrate.Migration;
using ActorMigrate.TestServers;

namespace ActorMigrate.Host.Tests.Composition;

public class ValidationWordsTests
{
    [Fact]
    public void A_comparison_that_was_stopped_without_errors_is_to_be_made_again() => Assert.Equal(
        "Compare again with actormigrate validate.",
        ValidationWords.NextStepOf(Outcome.Stopped, [Summaries.Table("posts")], TestOptions.Plain.Validation));

    [Fact]
    public void One_that_met_errors_names_them() => Assert.Contains(
        "errors",
        ValidationWords.NextStepOf(Outcome.Stopped, [Summaries.Table("posts", error: "no such table")], TestOptions.Plain.Validation),
        StringComparison.Ordinal);
}
