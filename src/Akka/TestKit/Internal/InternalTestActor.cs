using Akka.Actor;

namespace Akka.TestKit.Internal;

/// <summary>Receives for a test: keeps everything in a queue but what it is told to ignore.</summary>
internal sealed class InternalTestActor(TestQueue queue) : ActorBase
{
    private Func<object, bool>? _ignore;
    private AutoPilot? _pilot;

    protected override bool Receive(object message)
    {
        switch (message)
        {
            case WatchCommand watch:
                Context.Watch(watch.Subject);
                watch.Done.TrySetResult();
                break;
            case UnwatchCommand unwatch:
                Context.Unwatch(unwatch.Subject);
                unwatch.Done.TrySetResult();
                break;
            case IgnoreCommand ignore:
                _ignore = ignore.ShouldIgnore;
                break;
            case PilotCommand pilot:
                _pilot = pilot.Pilot is NoAutoPilot ? null : pilot.Pilot;
                break;
            case SpawnCommand spawn:
                spawn.Child.TrySetResult(Context.ActorOf(spawn.Props, spawn.Name));
                break;
            default:
                Keep(message);
                break;
        }

        return true;
    }

    private void Keep(object message)
    {
        var next = _pilot?.Run(Sender, message);
        if (next is not KeepRunning) _pilot = next is NoAutoPilot ? null : next;
        if (_ignore?.Invoke(message) != true) queue.Add(new RealMessageEnvelope(message, Sender));
    }
}

internal sealed record WatchCommand(IActorRef Subject, TaskCompletionSource Done);

internal sealed record UnwatchCommand(IActorRef Subject, TaskCompletionSource Done);

internal sealed record IgnoreCommand(Func<object, bool>? ShouldIgnore);

internal sealed record PilotCommand(AutoPilot Pilot);

internal sealed record SpawnCommand(Props Props, string? Name, TaskCompletionSource<IActorRef> Child);
