using ActorMigrate.Control.Nodes;
using ActorMigrate.Coordinator;
using ActorMigrate.Host.Wording;
using ActorMigrate.Migration.Directing;
using Akka.Event;

namespace ActorMigrate.Host.Nodes;

/// <summary>Says what one process waits for that only others can bring about, so that nobody has to guess.</summary>
internal sealed class WaitNotices(ProcessRole part, EventStream events)
{
    private NodeOrders orders = NodeOrders.None;
    private bool alone;
    private bool stays;
    private long? lockedOutSince;
    private string? lockedOutBy;

    /// <summary>Says what directives have changed for this node.</summary>
    public void Look(NodeOrders now)
    {
        foreach (var words in OrderWords.Changes(orders, now))
            Tell(words);
        orders = now;
    }

    /// <summary>Says that nobody works, in a process that takes no work itself or is drained, whenever nobody else takes any.</summary>
    public void Look(Pulse pulse)
    {
        var others = pulse.Outcome is not null || pulse.Nodes.Any(other => !other.HasLeft);
        var left = orders.IsDrained && !others;
        if (left && !stays)
            Tell("is drained, but stays, because no other node lives: start one with actormigrate worker --source … --target …");
        stays = left;
        var nobody = (orders.CopySlots ?? part.Options.CopySlots) == 0 && !others;
        if (nobody && !alone)
            Tell("waits for a worker: this process takes no work itself (slots = 0); start one with actormigrate "
                + "worker --source … --target …");
        alone = nobody;
    }

    /// <summary>Says who is in the way of a node's locks on the source's tables, without which it can neither copy nor coordinate. True
    /// when it has waited for them for long enough.</summary>
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
