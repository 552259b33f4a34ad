using ActorMigrate.Host.Progress;
using Microsoft.Extensions.Logging;

namespace ActorMigrate.Host.Tests.Progress;

public class ProgressLoggerTests
{
    private sealed class Sink : List<ProgressEvent>, IProgressSink
    {
        public void Report(ProgressEvent progress) => Add(progress);
    }

    private readonly Sink _sink = [];

    [Fact]
    public void Messages_from_the_level_on_are_shown_with_their_origin_and_cause()
    {
        using var provider = new ProgressLoggerProvider(_sink, LogLevel.Warning);
        var logger = provider.CreateLogger("ActorMigrate.Transfer.CopyActor");

        logger.Log(LogLevel.Information, 0, "quiet", null, (state, _) => state);
        logger.Log(LogLevel.Error, 0, "loud", new InvalidOperationException("cause"), (state, _) => state);

        var origin = new LogOrigin("ActorMigrate.Transfer.CopyActor", null, "loud", "InvalidOperationException: cause");
        Assert.Equal([new ProgressEvent.Noticed(LogLevel.Error, "CopyActor: loud: cause") { Origin = origin }], _sink);
    }

    [Fact]
    public void A_message_of_an_actor_is_shown_with_its_path_and_repeats_neither_level_nor_time()
    {
        using var provider = new ProgressLoggerProvider(_sink, LogLevel.Information);

        provider.CreateLogger("Akka.Actor.ActorSystem").Log(
            LogLevel.Information, 0, "[INFO][11/22/2026 12:00:00.000Z][Thread 0005][akka.ssl.tcp://actormigrate@127.0.0.1:7000/user] hello",
            null, (state, _) => state);

        var notice = Assert.IsType<ProgressEvent.Noticed>(Assert.Single(_sink));
        Assert.Equal("akka.ssl.tcp://actormigrate@127.0.0.1:7000/user: hello", notice.Message);
    }

    [Fact]
    public void Off_is_off()
    {
        using var provider = new ProgressLoggerProvider(_sink, LogLevel.None);

        Assert.False(provider.CreateLogger("x").IsEnabled(LogLevel.Critical));
    }
}
