using ActorMigrate.Host.Settings;
using ActorMigrate.Migration;
using ActorMigrate.Postgres.Session;

namespace ActorMigrate.Host.Nodes;

/// <summary>One node of a process, from its beginning to its removal: its databases, and its part in the migration.</summary>
internal sealed class Life : IAsyncDisposable
{
    public Life(RunSettings settings)
    {
        Source = Databases.Of(settings.Source, Side.Source, Node);
        Target = Databases.Of(settings.Target, Side.Target, Node);
    }

    public NodeId Node { get; } = new(Guid.NewGuid());

    public Database Source { get; }

    public Database Target { get; }

    /// <summary>The migration that it is part of, once it is found.</summary>
    public MigrationId? Migration { get; set; }

    public ProcessRole? Part { get; set; }

    public bool IsRecorded => Part is { IsRecorded: true };

    /// <summary>Ends the node; further calls do nothing.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Part is { } part)
        {
            Part = null;
            await part.DisposeAsync();
        }

        await Source.DisposeAsync();
        await Target.DisposeAsync();
    }
}
