using ActorMigrate.Migration;

namespace ActorMigrate.Control.Tasks;

/// <summary>Another attempt owns the task: nothing was committed, and nothing may be.</summary>
public sealed class FencedException(AttemptId attempt)
    : Exception($"Attempt {attempt} no longer owns its task; its work was rolled back.");
