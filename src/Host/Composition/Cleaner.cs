using ActorMigrate.Control.Status;
using ActorMigrate.Coordinator.Cleaning;
using ActorMigrate.Host.Commands;
using ActorMigrate.Host.Settings;
using ActorMigrate.Postgres.Session;

namespace ActorMigrate.Host.Composition;

/// <summary>Opens sessions to the servers that the settings name, and has <see cref="Cleanup"/> do the work.</summary>
internal sealed class Cleaner(TimeProvider time, Action<string> tell) : ICleaner
{
    /// <inheritdoc />
    public async Task<Leftovers?> FindAsync(RunSettings settings, CancellationToken cancellationToken)
    {
        await using var source = Open(settings.Source, Side.Source);
        await using var target = Open(settings.Target, Side.Target);
        await using var silence = SilenceWatch.Begin(time, tell, source, target);
        return await Cleanup.FindAsync(source, target!, cancellationToken);
    }

    /// <inheritdoc />
    public async Task<int> RemoveAsync(RunSettings settings, Leftovers leftovers, CancellationToken cancellationToken)
    {
        await using var source = Open(settings.Source, Side.Source);
        await using var target = Open(settings.Target, Side.Target);
        await using var silence = SilenceWatch.Begin(time, tell, source, target);
        return await Cleanup.RemoveAsync(source, target!, leftovers, cancellationToken);
    }

    private static Database? Open(ConnectionText text, Side side) => text.Reveal().Length == 0 ? null : Databases.Of(text, side);
}
