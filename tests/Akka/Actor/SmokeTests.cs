using Akka.Actor;
using Akka.Pattern;

namespace ActorMigrate.ActorLayer.Tests.Actor;

public sealed class SmokeTests
{
    private sealed class Echo : ReceiveActor
    {
        public Echo()
        {
            Receive<string>(s => Sender.Tell(s));
            ReceiveAsync<int>(async n =>
            {
                await Task.Delay(1);
                if (n < 0) throw new InvalidOperationException("negative");
                Sender.Tell(n);
                await Task.Yield();
            });
            Receive<Exception>(e => throw e);
        }
    }

    [Fact]
    public async Task An_actor_answers()
    {
        using var system = ActorSystem.Create("smoke");
        var echo = system.ActorOf(Props.Create(() => new Echo()), "echo");
        Assert.Equal("hi", await echo.Ask<string>("hi", TimeSpan.FromSeconds(5)));
        Assert.Equal(3, await echo.Ask<int>(3, TimeSpan.FromSeconds(5)));
        echo.Tell(-1, ActorRefs.NoSender);
        echo.Tell(new InvalidOperationException(), ActorRefs.NoSender);
        Assert.Equal("hi", await echo.Ask<string>("hi", TimeSpan.FromSeconds(5)));
        Assert.True(await echo.GracefulStop(TimeSpan.FromSeconds(5)));
        await system.Terminate();
    }

    [Fact]
    public async Task A_backoff_supervisor_starts_its_child_again()
    {
        using var system = ActorSystem.Create("smoke");
        var props = BackoffSupervisor.Props(Backoff.OnFailure(
            Props.Create<Echo>(), "echo", TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(50), 0.2, 3));
        var supervisor = system.ActorOf(props, "backoff");
        Assert.Equal("hi", await supervisor.Ask<string>("hi", TimeSpan.FromSeconds(5)));
        for (var i = 0; i < 4; i++)
        {
            var before = (await supervisor.Ask<BackoffSupervisor.CurrentChild>(BackoffSupervisor.GetCurrentChild.Instance)).Ref;
            supervisor.Tell(new InvalidOperationException("no " + i), ActorRefs.NoSender);
            if (i == 3) break;
            IActorRef now;
            do now = (await supervisor.Ask<BackoffSupervisor.CurrentChild>(BackoffSupervisor.GetCurrentChild.Instance)).Ref;
            while (now is null || now.Equals(before));
        }

        Assert.True(await supervisor.WatchAsync());
    }
}
