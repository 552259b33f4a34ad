using Akka.Actor;
using Akka.TestKit;
using Xunit.Sdk;
using Akka.TestKit.Xunit2;

namespace ActorMigrate.ActorLayer.Tests.Probing;

public sealed class TestKitTests() : TestKit("akka { loglevel = OFF, test.single-expect-default = 3s }")
{
    private sealed class Echo : ReceiveActor
    {
        public Echo() => ReceiveAny(message => Sender.Tell(message));
    }

    private static void Fails(Action test) => Assert.ThrowsAny<XunitException>(test);

    [Fact]
    public async Task The_test_actor_is_the_sender_of_what_the_test_sends_also_after_an_await()
    {
        var echo = Sys.ActorOf<Echo>();
        echo.Tell("first");
        await ExpectMsgAsync("first");
        await Task.Delay(1);
        echo.Tell("second");
        Assert.Equal("second", await ExpectMsgAsync<string>());
        Assert.Equal(echo, LastSender);
    }

    [Fact]
    public void An_expected_message_that_does_not_come_fails_the_test()
    {
        Fails(() => ExpectMsg<string>());
        Fails(() => ExpectMsg<string>(TimeSpan.FromMilliseconds(10)));
        Fails(() => ExpectTerminated(TestActor, TimeSpan.FromMilliseconds(10)));
        Fails(() => ReceiveN(1, TimeSpan.FromMilliseconds(10)));
        Fails(() => FishForMessage(_ => true, TimeSpan.FromMilliseconds(10)));
    }

    [Fact]
    public void Another_message_than_expected_fails_the_test()
    {
        void Given(object message, Action expectation)
        {
            TestActor.Tell(message);
            Fails(expectation);
        }

        Given(1, () => ExpectMsg<string>());
        Given("a", () => ExpectMsg("b"));
        Given("a", () => ExpectMsg<string>(text => text == "b"));
        Given("a", () => ExpectMsg<string>(text => Assert.Equal("b", text)));
        Given("a", () => ExpectMsgFrom<string>(Sys.DeadLetters));
        Given("a", () => ExpectNoMsg());
        Given("a", () => FishForMessage<int>(_ => true, TimeSpan.FromMilliseconds(10)));
    }

    [Fact]
    public void Fishing_drops_what_comes_before()
    {
        for (var i = 0; i < 10; i++) TestActor.Tell(i);
        Assert.Equal(5, FishForMessage<int>(number => number == 5));
        ExpectMsg(6);
    }

    [Fact]
    public void Messages_may_be_expected_in_any_order()
    {
        TestActor.Tell("a");
        TestActor.Tell("b");
        TestActor.Tell("c");
        Assert.Equal(3, ExpectMsgAllOf("c", "b", "a").Count);
    }

    [Fact]
    public void Ignored_messages_do_not_count()
    {
        IgnoreMessages(message => message is int);
        TestActor.Tell(1);
        TestActor.Tell("a");
        ExpectMsg("a");
        IgnoreNoMessages();
        TestActor.Tell(2);
        ExpectMsg(2);
    }

    [Fact]
    public void Within_ends_all_waiting_and_fails_when_it_takes_too_long()
    {
        TestActor.Tell("a");
        Within(TimeSpan.FromSeconds(5), () => ExpectMsg("a"));
        Fails(() => Within(TimeSpan.FromMilliseconds(50), () => ExpectMsg("never")));
        Fails(() => Within(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5), () => { }));
        Assert.Throws<InvalidOperationException>(() => Remaining);
    }

    [Fact]
    public async Task Awaiting_tries_again_until_it_is_true()
    {
        var tries = 0;
        AwaitAssert(() => Assert.True(++tries > 2), TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(5));
        await AwaitAssertAsync(() => Assert.True(++tries > 5), TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(5));
        AwaitCondition(() => ++tries > 8, TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(5));
        await AwaitConditionAsync(() => Task.FromResult(++tries > 11), TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(5));
        Fails(() => AwaitAssert(() => Assert.True(false), TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(5)));
        Fails(() => AwaitCondition(() => false, TimeSpan.FromMilliseconds(50), TimeSpan.FromMilliseconds(5)));
    }

    [Fact]
    public void A_probe_is_an_actor_of_its_own()
    {
        var probe = CreateTestProbe("probe");
        var echo = Sys.ActorOf<Echo>();
        probe.Send(echo, "a");
        probe.ExpectMsg("a");
        Assert.Equal(echo, probe.Sender);
        probe.Ref.Tell("b");
        probe.ExpectMsg("b");
        Assert.Equal(TestActor, probe.Sender);
        probe.Reply("c");
        ExpectMsg("c");
        Assert.Equal(probe.Ref, LastSender);
        ExpectNoMsg();
    }

    [Fact]
    public void A_probe_may_be_used_as_a_ref()
    {
        IActorRef probe = CreateTestProbe();
        probe.Tell("a");
        ((TestProbe)probe).ExpectMsg("a");
        Watch(probe);
        Sys.Stop(probe);
        ExpectTerminated(probe);
    }

    [Fact]
    public void A_pilot_answers_in_place_of_the_test()
    {
        var probe = CreateTestProbe();
        probe.SetAutoPilot(new DelegateAutoPilot((sender, message) =>
        {
            sender.Tell($"answer to {message}", probe.Ref);
            return message is "last" ? AutoPilot.NoAutoPilot : AutoPilot.KeepRunning;
        }));
        probe.Ref.Tell("first");
        probe.Ref.Tell("last");
        probe.Ref.Tell("after");
        ExpectMsg("answer to first");
        ExpectMsg("answer to last");
        ExpectNoMsg();
        Assert.Equal(3, probe.ReceiveN(3).Count);
    }

    [Fact]
    public void A_child_of_the_test_actor_has_it_as_its_parent()
    {
        var child = ChildActorOf(Props.Create<Echo>(), "child");
        Assert.Equal(TestActor.Path, child.Path.Parent);
    }

    [Fact]
    public void Durations_are_dilated_by_the_factor()
    {
        using var slow = new SlowKit();
        Assert.Equal(TimeSpan.FromSeconds(3), slow.Dilated(TimeSpan.FromSeconds(1)));
    }

    private sealed class SlowKit() : TestKit("akka.test.timefactor = 3");
}
