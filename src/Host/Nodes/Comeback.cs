using ActorMigrate.Coordinator.Joining;
using ActorMigrate.Migration;

namespace ActorMigrate.Host.Nodes;

/// <summary>A process that has taken part before, perhaps as the one that began the migration, and follows now.</summary>
internal readonly record struct Comeback(MigrationId? TookPartIn, bool HasLed)
{
    /// <summary>The message for a node that is asked to stop while it joins or joins again, when it holds no tasks.</summary>
    public (string Message, string? NextStep) Stopped => (TookPartIn is not null, HasLed) switch
    {
        (false, _) => ("This worker was stopped before it took part in a migration.", "To join, start the worker again."),
        (true, false) => (StoppedAgain, "To join again, start the worker again."),
        (true, true) => (StoppedAgain, "To take part again: actormigrate worker. Where no other node lives: actormigrate resume."),
    };

    private const string StoppedAgain =
        "This node was stopped before it took part in the migration again; other nodes that live have its tasks and go on.";

    public NodeRequest Of(NodeRequest request) => request with { TookPartIn = TookPartIn, HasLed = HasLed };
}
