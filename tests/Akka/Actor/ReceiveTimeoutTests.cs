using Akka.Actor;
using Akka.TestKit.Xunit2;

namespace ActorMigrate.ActorLayer.Tests.Actor;

public sealed class ReceiveTimeoutTests() : TestKit("akka.loglevel = OFF")
{
    private sealed class Patient : ReceiveActor
    {
        public Patient(IActorRef report)
        {
            Receive<ReceiveTimeout>(_ => report.Tell("timeout"));
            Receive<TimeSpan>(timeout => Context.SetReceiveTimeout(timeout));
            Receive<string>(text => text == "off", _ => Context.SetReceiveTimeout(null));
            ReceiveAny(message => report.Tell(message));
        }
    }

    private sealed record Quiet : INotInfluenceReceiveTimeout;

    [Fact]
    public void Silence_is_told_again_and_again()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Patient(TestActor)));
        actor.Tell(TimeSpan.FromMilliseconds(20));
        for (var i = 0; i < 3; i++) ExpectMsg("timeout");
    }

    [Fact]
    public void It_ends_when_it_is_taken_back()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Patient(TestActor)));
        actor.Tell(TimeSpan.FromMilliseconds(20));
        ExpectMsg("timeout");
        actor.Tell("off");
        actor.Tell("x");
        FishForMessage(message => message is "x");
        ExpectNoMsg(150);
    }

    [Fact]
    public void Messages_that_do_not_influence_it_do_not()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Patient(TestActor)));
        actor.Tell(TimeSpan.FromMilliseconds(100));
        var cancelable = Sys.Scheduler.ScheduleTellRepeatedlyCancelable(
            TimeSpan.FromMilliseconds(5), TimeSpan.FromMilliseconds(20), actor, new Quiet(), ActorRefs.NoSender);
        FishForMessage(message => message is "timeout");
        cancelable.Cancel();
    }
}
