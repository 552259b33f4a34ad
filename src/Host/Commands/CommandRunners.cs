using ActorMigrate.Coordinator.Resuming;
using ActorMigrate.Host.Dashboard;
using ActorMigrate.Host.Demo;
using ActorMigrate.Host.Inspection;
using ActorMigrate.Host.Settings;

namespace ActorMigrate.Host.Commands;

/// <summary>Makes the runners of the commands, each only when a command needs it. Those that are given an action tell
/// the user by it of a server that does not answer.</summary>
/// <param name="Migration">Runs a migration.</param>
/// <param name="Validation">Compares two databases; the argument says whether rows that differ are repaired.</param>
/// <param name="Demo">Runs the demonstration.</param>
internal sealed record CommandRunners(Func<IMigrationRunner> Migration, Func<bool, IMigrationRunner> Validation, Func<IDemo> Demo)
{
    /// <summary>Resumes the migration that the target holds, or begins one.</summary>
    public Func<IMigrationRunner> BeginOrResume { get; init; } = () => throw new InvalidOperationException("Nothing begins here.");

    /// <summary>Joins a migration that another process leads; the argument says whether to wait for one.</summary>
    public Func<bool, IMigrationRunner> Worker { get; init; } = _ => throw new InvalidOperationException("Nothing works here.");

    /// <summary>Resumes a migration; the argument says what to do when the snapshot is lost.</summary>
    public Func<LostSnapshot, IMigrationRunner> Resume { get; init; } = _ => throw new InvalidOperationException("Nothing goes on here.");

    /// <summary>Removes the leftovers of a migration.</summary>
    public Func<Action<string>, ICleaner> Cleaner { get; init; } = _ => throw new InvalidOperationException("Nothing cleans up here.");

    /// <summary>Reads the status of a migration.</summary>
    public Func<Action<string>, IStatusReader> Status { get; init; } = _ => throw new InvalidOperationException("Nothing looks here.");

    /// <summary>Checks both databases before a migration.</summary>
    public Func<Action<string>, IChecker> Checker { get; init; } = _ => throw new InvalidOperationException("Nothing checks here.");

    /// <summary>Gives directives to a running migration.</summary>
    public Func<Action<string>, ISteerer> Steerer { get; init; } = _ => throw new InvalidOperationException("Nothing steers here.");

    /// <summary>Returns what a dashboard needs; the second argument is the node of the process, or null where it only looks.</summary>
    public Func<RunSettings, string?, DashboardServices> Dashboard { get; init; } = (_, _) =>
        throw new InvalidOperationException("Nothing is served here.");

    /// <summary>Plans a migration without running it.</summary>
    public Func<Action<string>, IPlanner> Planner { get; init; } = _ => throw new InvalidOperationException("Nothing plans here.");

    /// <summary>Writes the DDL of a migration.</summary>
    public Func<Action<string>, ISchemaRunner> Schema { get; init; } = _ => throw new InvalidOperationException("Nothing writes schemas.");
}
