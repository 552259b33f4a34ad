using ActorMigrate.Control.Migrations;
using ActorMigrate.Postgres;

namespace ActorMigrate.Coordinator.Joining;

/// <summary>Tells the user what a process waits for before it can join a migration, each time that this changes.</summary>
internal sealed class WaitNotice(NodeRequest request)
{
    private string? told;

    /// <summary>Tells that the migration has not begun, or that there is none.</summary>
    public void Tell(BegunMigration? found)
    {
        var target = request.Target.Connection.Describe();
        Tell(found is { Outcome: null }
            ? $"The migration in {target} has not taken its snapshot of the source yet; this process waits for it."
            : $"No migration runs into {target} yet; this process waits for one to begin.");
    }

    /// <summary>Tells why the target does not answer.</summary>
    public void Tell(Exception away) => Tell($"{SqlStates.Classify(away).Message} This process tries again to take part.");

    private void Tell(string words)
    {
        if (words != told)
            request.OnNotice(words);
        told = words;
    }
}
