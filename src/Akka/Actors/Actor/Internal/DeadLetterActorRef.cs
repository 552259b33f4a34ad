using Akka.Dispatch.SysMsg;
using Akka.Event;

namespace Akka.Actor.Internal;

/// <summary>The ref that makes a dead letter of whatever it is sent.</summary>
internal sealed class DeadLetterActorRef(ActorSystemImpl system, ActorPath path) : InternalActorRefBase
{
    public override ActorPath Path { get; } = path;

    private protected override ActorSystemImpl Owner => system;

    private protected override void TellInternal(object message, IActorRef? sender) =>
        system.PublishDeadLetter(message, sender, this);

    private protected override void Accept(SystemMessage message)
    {
        if (message is Watch watch)
            watch.Watcher.SendSystemMessage(new DeathWatchNotification(this, existenceConfirmed: false));
    }
}

/// <summary>Writes the first dead letters to the log, so that lost messages show and a flood of them does not.</summary>
internal sealed class DeadLetterLog(ActorSystemImpl system)
{
    private int _count;

    internal void Note(DeadLetter letter)
    {
        var most = system.Settings.LogDeadLetters;
        if (most == 0 || (system.IsTerminating && !system.Settings.LogDeadLettersDuringShutdown) || !system.EventStream.IsEnabled(LogLevel.InfoLevel)) return;
        var count = Interlocked.Increment(ref _count);
        if (count > most) return;
        var more = count == most ? " No more dead letters will be logged." : string.Empty;
        system.EventStream.Publish(new Info(
            letter.Recipient.Path.ToString(), letter.Recipient.GetType(),
            $"Message [{letter.Message.GetType().Name}] from {letter.Sender} to {letter.Recipient} was not delivered. [{count}] dead letters encountered.{more}"));
    }
}
