namespace ActorMigrate.Host.Commands;

/// <summary>What does the work of the commands; made only when a command needs it.</summary>
internal sealed record Runners(Func<IMigrationRunner> Migration, Func<IMigrationRunner> Validation, Func<IDemo> Demo)
{
    /// <summary>What takes part in a migration that another process leads; told whether it is to wait for one.</summary>
    public Func<bool, IMigrationRunner> Worker { get; init; } = _ => throw new InvalidOperationException("Nothing works here.");

    /// <summary>What writes the DDL of a migration out.</summary>
    public Func<ISchemaRunner> Schema { get; init; } = () => throw new InvalidOperationException("Nothing writes schemas.");
}
