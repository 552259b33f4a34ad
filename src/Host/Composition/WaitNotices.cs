using ActorMigrate.Control;
using ActorMigrate.Coordinator.Actors;
using ActorMigrate.Migration;
using Akka.Event;

namespace ActorMigrate.Host.Composition;

/// <summary>Says what one process waits for that only others can bring about, so that nobody has to guess.</summary>
internal sealed class WaitNotices(ProcessPart part, EventStream events)
{
    private bool alone;
    private long? lockedOutSince;
    private string? lockedOutBy;

    /// <summary>A process that takes no work itself says so whenever nobody else takes any.</summary>
    public void Look(Pulse pulse)
    {
        var nobody = part.Options.CopySlots == 0 && pulse.Outcome is null && !pulse.Nodes.Any(other => !other.HasLeft);
        if (nobody && !alone)
            Tell("waits for a worker: this process takes no work itself (slots = 0); start one with actormigrate worker --source … --target …");
        alone = nobody;
    }

    /// <summary>Without its locks on the source's tables a node can neither copy nor coordinate: it says who is in the way. True when it
    /// has waited for them for long enough.</summary>
    public bool IsLockedOutTooLong(Failure failure)
    {
        if (failure.Message != lockedOutBy)
            Tell($"cannot take its locks in the source yet: {failure.Message}");
        lockedOutBy = failure.Message;
        lockedOutSince ??= part.Time.GetTimestamp();
        return part.Time.GetElapsedTime(lockedOutSince.Value) > part.Options.StallTimeout;
    }

    private void Tell(string words) => events.Publish(new CoordinatorEvent.Noticed(words));
}
