using ActorMigrate.Coordinator.Resuming;

namespace ActorMigrate.Host.Commands;

/// <summary>What does the work of the commands; made only when a command needs it.</summary>
/// <param name="Migration">What migrates.</param>
/// <param name="Validation">What compares two databases; told whether it is to repair rows that differ.</param>
/// <param name="Demo">What shows a migration.</param>
internal sealed record CommandRunners(Func<IMigrationRunner> Migration, Func<bool, IMigrationRunner> Validation, Func<IDemo> Demo)
{
    /// <summary>What goes on with the migration that the target holds, or begins one.</summary>
    public Func<IMigrationRunner> BeginOrResume { get; init; } = () => throw new InvalidOperationException("Nothing begins here.");

    /// <summary>What takes part in a migration that another process leads; told whether it is to wait for one.</summary>
    public Func<bool, IMigrationRunner> Worker { get; init; } = _ => throw new InvalidOperationException("Nothing works here.");

    /// <summary>What goes on with a migration; told what to do when the snapshot is lost.</summary>
    public Func<LostSnapshot, IMigrationRunner> Resume { get; init; } = _ => throw new InvalidOperationException("Nothing goes on here.");

    /// <summary>What removes the traces of a migration.</summary>
    public Func<ICleaner> Cleaner { get; init; } = () => throw new InvalidOperationException("Nothing cleans up here.");

    /// <summary>What looks at a migration.</summary>
    public Func<IStatusReader> Status { get; init; } = () => throw new InvalidOperationException("Nothing looks here.");

    /// <summary>What looks at both databases before a migration.</summary>
    public Func<IChecker> Checker { get; init; } = () => throw new InvalidOperationException("Nothing checks here.");

    /// <summary>What gives directives to a running migration.</summary>
    public Func<ISteerer> Steerer { get; init; } = () => throw new InvalidOperationException("Nothing steers here.");

    /// <summary>What finds out what a migration would do.</summary>
    public Func<IPlanner> Planner { get; init; } = () => throw new InvalidOperationException("Nothing plans here.");

    /// <summary>What writes the DDL of a migration out.</summary>
    public Func<ISchemaRunner> Schema { get; init; } = () => throw new InvalidOperationException("Nothing writes schemas.");
}
