using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Options;

namespace ActorMigrate.Migration.Tests.Failures;

public class RetryPolicyTests
{
    private static readonly RetryOptions Options = new()
    {
        MaxAttempts = 3,
        AttemptsPerNode = 3,
        MaxAdoptions = 5,
        MinBackoff = TimeSpan.FromSeconds(1),
        MaxBackoff = TimeSpan.FromSeconds(30),
        Jitter = 0.2,
    };

    [Theory]
    [InlineData(FailureClass.Transient, 1, RetryDecision.Retry)]
    [InlineData(FailureClass.Transient, 2, RetryDecision.Retry)]
    [InlineData(FailureClass.Transient, 3, RetryDecision.GiveUp)]
    [InlineData(FailureClass.Permanent, 1, RetryDecision.GiveUp)]
    [InlineData(FailureClass.Fatal, 1, RetryDecision.Escalate)]
    [InlineData(FailureClass.Fatal, 3, RetryDecision.Escalate)]
    public void The_class_of_the_failure_and_the_attempt_decide(FailureClass failure, int attempt, RetryDecision expected)
    {
        Assert.Equal(expected, RetryPolicy.Decide(new Failure(failure, null, "x"), attempt, Options));
    }
}
