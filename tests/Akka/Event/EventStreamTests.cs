using Akka.Actor;
using Akka.Event;
using Akka.TestKit.Xunit2;

namespace ActorMigrate.ActorLayer.Tests.Event;

public sealed class EventStreamTests() : TestKit("akka.loglevel = DEBUG")
{
    private interface INews;

    private record Happened : INews;

    private sealed record HappenedToday : Happened;

    [Fact]
    public void Who_subscribes_to_a_type_gets_those_below_it_too()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Happened));
        Sys.EventStream.Publish(new Happened());
        Sys.EventStream.Publish(new HappenedToday());
        Sys.EventStream.Publish("something else");

        Assert.Equal(typeof(Happened), ExpectMsg<Happened>().GetType());
        ExpectMsg<HappenedToday>();
        ExpectNoMsg();
    }

    [Fact]
    public void Who_subscribes_to_an_interface_gets_what_implements_it()
    {
        Sys.EventStream.Subscribe<INews>(TestActor);
        Sys.EventStream.Publish(new HappenedToday());
        ExpectMsg<HappenedToday>();
    }

    [Fact]
    public void Who_subscribes_twice_gets_an_event_once()
    {
        Assert.True(Sys.EventStream.Subscribe(TestActor, typeof(Happened)));
        Sys.EventStream.Subscribe(TestActor, typeof(Happened));
        Sys.EventStream.Subscribe(TestActor, typeof(INews));
        Sys.EventStream.Publish(new Happened());
        ExpectMsg<Happened>();
        ExpectNoMsg();
    }

    [Fact]
    public void Who_has_unsubscribed_gets_no_more()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Happened));
        Sys.EventStream.Unsubscribe(TestActor, typeof(Happened));
        Sys.EventStream.Publish(new Happened());
        Sys.EventStream.Subscribe(TestActor, typeof(Happened));
        Sys.EventStream.Unsubscribe(TestActor);
        Sys.EventStream.Publish(new Happened());
        ExpectNoMsg();
    }

    private sealed class Writer : ReceiveActor
    {
        public Writer() => ReceiveAny(_ =>
        {
            var log = Context.GetLogger();
            log.Debug("debug");
            log.Info("info {0}", 1);
            log.Warning("warning {0} {1}", 1, "two");
            log.Error(new InvalidOperationException("cause"), "error {0}", 3);
        });
    }

    [Fact]
    public void Log_entries_are_events()
    {
        var writer = Sys.ActorOf<Writer>("writer");
        Sys.EventStream.Subscribe(TestActor, typeof(LogEvent));
        writer.Tell("write");

        LogEvent Next() => FishForMessage<LogEvent>(entry => entry.LogSource.Contains("writer", StringComparison.Ordinal));
        Assert.Equal("debug", Next().Message.ToString());
        Assert.Equal("info 1", Next().Message.ToString());
        var warning = Next();
        Assert.Equal(LogLevel.WarningLevel, warning.LogLevel());
        Assert.Equal("warning 1 two", warning.Message.ToString());
        var error = Next();
        Assert.Equal("error 3", error.Message.ToString());
        Assert.Equal("cause", error.Cause.Message);
    }

    private sealed class Failing : ReceiveActor
    {
        public Failing() => ReceiveAny(_ => throw new InvalidOperationException("it broke"));
    }

    [Fact]
    public void A_failure_is_logged_under_the_path_of_the_actor()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(Error));
        var actor = Sys.ActorOf<Failing>("breaks");
        actor.Tell("x");
        var entry = FishForMessage<Error>(error => error.Cause is InvalidOperationException);
        Assert.Contains("/user/breaks", entry.LogSource, StringComparison.Ordinal);
        Assert.Contains("it broke", entry.Message.ToString(), StringComparison.Ordinal);
    }
}
