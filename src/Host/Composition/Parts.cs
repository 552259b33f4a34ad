using ActorMigrate.Host.Commands;

namespace ActorMigrate.Host.Composition;

/// <summary>Puts the program together.</summary>
internal static class Parts
{
    /// <summary>What does the work of the commands.</summary>
    public static Runners Runners { get; } = new(
        () => new MigrationRunner(TimeProvider.System),
        () => throw new NotImplementedException("validate is not put together yet"),
        () => throw new NotImplementedException("demo is not put together yet"));
}
