using Akka.Actor;
using Akka.TestKit.Xunit2;

namespace ActorMigrate.ActorLayer.Tests.Actor;

public sealed class AskTests() : TestKit("akka.loglevel = OFF")
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);

    private sealed class Answering : ReceiveActor
    {
        public Answering()
        {
            Receive<Exception>(failure => Sender.Tell(new Status.Failure(failure)));
            Receive<string>(text => text == "silence", _ => { });
            Receive<Task<string>>(task => task.PipeTo(Sender, Self));
            Receive<Task>(task => task.PipeTo(Sender, Self, () => "done", failure => $"failed: {failure.Message}"));
            ReceiveAny(message => Sender.Tell(message));
        }
    }

    private IActorRef Start() => Sys.ActorOf<Answering>();

    [Fact]
    public async Task The_answer_completes_the_task()
    {
        var actor = Start();
        Assert.Equal("x", await actor.Ask<string>("x"));
        Assert.Equal("x", await actor.Ask("x", Long));
        Assert.Equal(7, await actor.Ask<int>(7, Long, CancellationToken.None));
    }

    [Fact]
    public Task Without_an_answer_in_time_the_task_fails() =>
        Assert.ThrowsAsync<AskTimeoutException>(() => Start().Ask<string>("silence", TimeSpan.FromMilliseconds(20)));

    [Fact]
    public async Task A_cancelled_ask_is_cancelled()
    {
        using var source = new CancellationTokenSource();
        var answer = Start().Ask<string>("silence", Long, source.Token);
        source.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => answer);
    }

    [Fact]
    public async Task A_failure_as_an_answer_fails_the_task()
    {
        var failure = await Assert.ThrowsAsync<InvalidOperationException>(() => Start().Ask<string>(new InvalidOperationException("no"), Long));
        Assert.Equal("no", failure.Message);
    }

    [Fact]
    public Task An_answer_of_another_type_fails_the_task() =>
        Assert.ThrowsAsync<ArgumentException>(() => Start().Ask<int>("text", Long));

    [Fact]
    public async Task A_failure_may_be_asked_for() =>
        Assert.Equal("no", (await Start().Ask<Status.Failure>(new InvalidOperationException("no"), Long)).Cause.Message);

    [Fact]
    public async Task A_message_may_carry_the_ref_of_the_answer()
    {
        var answer = await Start().Ask<IActorRef>(asker => asker, Long, CancellationToken.None);
        Assert.False(answer.IsNobody());
    }

    [Fact]
    public async Task Many_may_ask_at_once()
    {
        var actor = Start();
        var answers = await Task.WhenAll(Enumerable.Range(0, 5000).Select(i => actor.Ask<int>(i, Long)));
        Assert.Equal(Enumerable.Range(0, 5000), answers);
    }

    [Fact]
    public void A_piped_result_is_sent()
    {
        var source = new TaskCompletionSource<string>();
        var actor = Start();
        actor.Tell(source.Task);
        ExpectNoMsg();
        source.SetResult("result");
        ExpectMsg("result");
        Assert.Equal(actor, LastSender);
    }

    [Fact]
    public void A_piped_failure_is_sent_as_a_failure()
    {
        var failure = new InvalidOperationException("x");
        Start().Tell(Task.FromException<string>(failure));
        Assert.Same(failure, ExpectMsg<Status.Failure>().Cause);
    }

    [Fact]
    public void Success_and_failure_may_be_made_into_other_messages()
    {
        var actor = Start();
        actor.Tell(Task.CompletedTask);
        ExpectMsg("done");
        actor.Tell(Task.FromException(new InvalidOperationException("x")));
        ExpectMsg("failed: x");
    }

    [Fact]
    public async Task A_graceful_stop_waits_for_the_end()
    {
        var actor = Start();
        for (var i = 0; i < 1000; i++) actor.Tell("silence");
        Assert.True(await actor.GracefulStop(Long));
        Assert.True(await actor.GracefulStop(Long));
    }

    [Fact]
    public async Task A_graceful_stop_that_takes_too_long_says_so() =>
        Assert.False(await Start().GracefulStop(TimeSpan.FromMilliseconds(20), "silence"));
}
