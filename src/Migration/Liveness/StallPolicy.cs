namespace ActorMigrate.Migration.Liveness;

/// <summary>Decides when the backends of an attempt without progress are looked at, and when it is given up. Pure.
/// A copy shows by its bytes that it lives. A statement shows nothing: an index may be built for hours. It is stalled when it waits for
/// a lock that another program holds.</summary>
public static class StallPolicy
{
    /// <summary>Returns how long nothing is seen to move before the servers are asked why, and again between two such looks.</summary>
    public static TimeSpan LookAfter(TimeSpan stallTimeout) =>
        stallTimeout / 3 < Timeouts.FirstStallLook ? stallTimeout / 3 : Timeouts.FirstStallLook;

    /// <summary>Returns true when the attempt is to be given up: a copy that has moved nothing for longer than
    /// <paramref name="stallTimeout"/>, or a statement that others have held up for so long.</summary>
    public static bool IsStalled(bool copies, TimeSpan idle, TimeSpan heldUp, TimeSpan stallTimeout) =>
        (copies ? idle : heldUp) > stallTimeout;
}
