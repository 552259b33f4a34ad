using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Actor.Internal;

/// <summary>
/// The runtime side of an actor, which outlives its instances.
/// <code>
///   created --Create--> running --failure--> suspended --Resume--> running
///                          |                     |-------Recreate--> (children stop) --> running, new instance
///                          |---Terminate---------|-------Terminate-> (children stop) --> terminated
/// </code>
/// All of it happens on the actor's own turns (see <see cref="Mailbox"/>), so nothing here is locked but the children's names.
/// A terminated cell still answers watchers and lets the continuations of an abandoned asynchronous handler run out.
/// The parts: children, death watch, failures, asynchronous handlers, the public context.
/// </summary>
internal sealed partial class ActorCell
{
    [ThreadStatic]
    private static ActorCell? t_current;

    private readonly Mailbox _mailbox;
    private readonly Stack<Receive> _behaviors = new();
    private ActorBase? _actor;
    private Envelope _envelope;
    private volatile bool _terminated;

    internal ActorCell(ActorSystemImpl system, LocalActorRef self, Props props, IInternalActorRef parent)
    {
        SystemImpl = system;
        SelfRef = self;
        Props = props;
        ParentRef = parent;
        _mailbox = new Mailbox(this, system.Throughput);
    }

    /// <summary>The cell whose turn this thread is running.</summary>
    internal static ActorCell? Current => t_current;

    /// <summary>Who a message from this place is from, if nothing else is said.</summary>
    internal static IActorRef? CurrentSelf => t_current?.SelfRef ?? ImplicitSender.Current;

    internal ActorSystemImpl SystemImpl { get; }

    internal LocalActorRef SelfRef { get; }

    internal IInternalActorRef ParentRef { get; }

    internal bool IsTerminated => _terminated;

    internal Envelope CurrentEnvelope => _envelope;

    /// <summary>Counts the user messages, to tell two apart that are the same object.</summary>
    internal long EnvelopeNumber { get; private set; }

    internal Mailbox Mailbox => _mailbox;

    internal ActorBase? Instance => _actor;

    internal static NotSupportedException NoContext() => new(
        "There is no active ActorContext, this is most likely due to use of async operations from within this actor.");

    internal static void Enter(ActorCell? cell) => t_current = cell;

    internal static void Leave() => t_current = null;

    internal void Send(Envelope envelope) => _mailbox.Post(envelope);

    internal void Send(SystemMessage message) => _mailbox.Post(message);

    internal void ToDeadLetters(Envelope envelope)
    {
        if (envelope.Message is TimerTick) return;
        SystemImpl.PublishDeadLetter(envelope.Message, envelope.Sender, SelfRef);
    }

    /// <summary>Handles one user message; a failure suspends the actor and goes to its parent.</summary>
    internal void Invoke(Envelope envelope)
    {
        try
        {
            if (envelope.Message is TimerTick tick)
            {
                if (!tick.TryTake(_actor)) return;
                envelope = new Envelope(tick.Message, envelope.Sender);
            }

            _envelope = envelope;
            EnvelopeNumber++;
            if (envelope.Message is not INotInfluenceReceiveTimeout) TouchReceiveTimeout();
            if (envelope.Message is IAutoReceivedMessage) AutoReceive(envelope.Message);
            else Deliver(envelope.Message);
            if (_operation is null) _envelope = default;
        }
        catch (Exception cause)
        {
            Fail(cause, blamed: null);
        }
    }

    /// <summary>Handles one system message, or keeps it until the state that it needs is there.</summary>
    internal void InvokeSystem(SystemMessage message)
    {
        if (_terminated)
        {
            InvokeAfterEnd(message);
            return;
        }

        if (MustWait(message))
        {
            (_waiting ??= new Queue<SystemMessage>()).Enqueue(message);
            return;
        }

        try
        {
            Dispatch(message);
        }
        catch (Exception cause)
        {
            Fail(cause, (message as Failed)?.Child);
        }

        ReplayWaiting();
    }

    private void Dispatch(SystemMessage message)
    {
        switch (message)
        {
            case Create: CreateFirst(); break;
            case Recreate recreate: BeginRecreate(recreate.Cause); break;
            case Suspend: SuspendAll(); break;
            case Resume resume: ResumeAll(resume.CausedByFailure); break;
            case Terminate: BeginTerminate(); break;
            case Watch watch: AddWatcher(watch.Watcher); break;
            case Unwatch unwatch: RemoveWatcher(unwatch.Watcher); break;
            case DeathWatchNotification notice: HandleDeath(notice); break;
            case Failed failed: HandleFailure(failed); break;
            case RunContinuation continuation: RunContinuation(continuation); break;
            case AsyncCompleted completed: EndOperation(completed); break;
            case ReceiveTimeoutElapsed elapsed: HandleReceiveTimeout(elapsed.Owner); break;
        }
    }

    private void InvokeAfterEnd(SystemMessage message)
    {
        switch (message)
        {
            case Watch watch:
                watch.Watcher.SendSystemMessage(new DeathWatchNotification(SelfRef, existenceConfirmed: false));
                break;
            case RunContinuation continuation:
                Leave();
                continuation.Operation.Execute(continuation.Task);
                break;
        }
    }

    private void AutoReceive(object message)
    {
        switch (message)
        {
            case Terminated terminated:
                DeliverTerminated(terminated);
                break;
            case Kill:
                throw new ActorKilledException("Kill");
            case PoisonPill:
                SelfRef.Stop();
                break;
            default:
                Deliver(message);
                break;
        }
    }

    private void Deliver(object message) => _actor!.HandleMessage(_behaviors.Peek(), message);

    private void LogError(Exception cause, string message) =>
        SystemImpl.EventStream.Publish(new Error(cause, SelfRef.Path.ToString(), Props.Type, message));
}
