namespace Akka.Actor.Internal;

/// <summary>Who a message is from that a test sends outside of any actor: the test actor.</summary>
internal static class ImplicitSender
{
    private static readonly AsyncLocal<IActorRef?> Ambient = new();

    internal static IActorRef? Current
    {
        get => Ambient.Value;
        set => Ambient.Value = value;
    }
}
