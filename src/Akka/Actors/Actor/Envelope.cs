namespace Akka.Actor;

/// <summary>A message and who sent it.</summary>
public readonly struct Envelope
{
    /// <summary>Wraps a message; null throws <see cref="InvalidMessageException"/>.</summary>
    public Envelope(object message, IActorRef? sender)
    {
        Message = message ?? throw new InvalidMessageException("Message is null.");
        Sender = sender!;
    }

    /// <summary>The message.</summary>
    public object Message { get; }

    /// <summary>Who sent it, or null.</summary>
    public IActorRef Sender { get; }

    /// <inheritdoc/>
    public override string ToString() => $"<{Message}> from {Sender?.ToString() ?? "NoSender"}";
}
