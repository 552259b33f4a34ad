using ActorMigrate.Coordinator.Preflight;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Postgres;
using Npgsql;

namespace ActorMigrate.Coordinator.Tests.Preflight;

public class RefusalTests
{
    [Fact]
    public void An_error_of_a_server_before_anything_was_touched_refuses_the_run()
    {
        var said = new PostgresException("permission denied for sequence counter", "ERROR", "ERROR", "42501");
        var refused = Assert.IsType<RefusedException>(Refusal.Of(said));
        Assert.Equal(Outcome.Refused, refused.Outcome);
        Assert.Contains("permission denied for sequence counter (SQLSTATE 42501)", refused.Message, StringComparison.Ordinal);
        Assert.Contains("Grant", refused.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failure_that_was_classified_where_it_happened_keeps_its_words_and_its_remedy()
    {
        var failure = new Failure(FailureClass.Transient, null, "Tables of the source are locked by others.", "Wait for them.");
        var refused = Assert.IsType<RefusedException>(Refusal.Of(new ServerFailureException(failure)));
        Assert.Equal((failure.Message, failure.Remedy), (refused.Message, refused.Remedy));
    }

    [Fact]
    public void A_defect_stays_what_it_is()
    {
        var defect = new InvalidCastException("a bug");
        Assert.Same(defect, Refusal.Of(defect));
    }
}
