using ActorMigrate.Host.Progress;
using ActorMigrate.Host.Terminal;
using ActorMigrate.Migration;

namespace ActorMigrate.Host.Tests.Terminal;

public class LeftBehindTests
{
    private static readonly ProgressEvent.RunStarted Started = new(new MigrationId(Guid.NewGuid()), "source", "target");

    [Fact]
    public void A_command_that_takes_part_in_no_migration_leaves_nothing() =>
        Assert.Equal("Ended at once by a second signal.", new LeftBehind().Words);

    [Fact]
    public void Before_a_run_has_started_the_command_is_tried_again()
    {
        var left = new LeftBehind();

        left.Follow(new Sink(), isWorker: false);

        Assert.EndsWith("run the command again.", left.Words, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false, "To go on: actormigrate resume.")]
    [InlineData(true, "To take part again: actormigrate worker; where no other node goes on: actormigrate resume.")]
    public void A_run_that_has_started_names_the_command_that_goes_on(bool isWorker, string next)
    {
        var (left, sink) = (new LeftBehind(), new Sink());

        left.Follow(sink, isWorker).Report(Started);

        Assert.Contains("finished work is kept", left.Words, StringComparison.Ordinal);
        Assert.EndsWith(next, left.Words, StringComparison.Ordinal);
        Assert.Equal([Started], sink.Reported);
    }

    private sealed class Sink : IProgressSink
    {
        public List<ProgressEvent> Reported { get; } = [];

        public void Report(ProgressEvent progress) => Reported.Add(progress);
    }
}
