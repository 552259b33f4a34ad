using ActorMigrate.Migration;

namespace ActorMigrate.Host.Demo;

/// <summary>Starts two throwaway servers, fills one, migrates it to the other, and cleans up.</summary>
public interface IDemo
{
    /// <summary>Runs the demonstration to the end, also its cleaning up when cancelled.</summary>
    Task<Outcome> RunAsync(DemoSettings settings, IDemoStage stage, CancellationToken cancellationToken);
}
