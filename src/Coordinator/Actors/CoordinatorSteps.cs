using ActorMigrate.Migration.Phases;

namespace ActorMigrate.Coordinator.Actors;

// The coordinator's messages to itself: timers, and the answers of work that runs detached.

internal sealed record TakeNow;

internal sealed record Taken(RunRequest? Request, Exception? Cause);

internal sealed record LookNow;

internal sealed record Fed(PhaseEvent Event);

internal sealed record Seen(Phase Phase, PhaseEvent Found);

internal sealed record LookFailed(Exception Cause);

internal sealed record Nothing;

internal sealed record CommandFailed(Exception Cause);

internal sealed record EndFailed(Exception Cause);
