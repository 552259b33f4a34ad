using ActorMigrate.Host.Composition;
using ActorMigrate.Host.Progress;
using ActorMigrate.Host.Settings;
using ActorMigrate.Migration.Options;
using ActorMigrate.Migration.Summary;
using ActorMigrate.TestServers;
using Akka.Configuration;
using Microsoft.Extensions.Logging;

namespace ActorMigrate.EndToEnd.Tests;

/// <summary>Runs migrations from one throwaway database to another.</summary>
internal static class Migrating
{
    public static readonly MigrationOptions Defaults = TestOptions.Plain with
    {
        Validation = new ValidationOptions(ValidationDepth.Checksums, long.MaxValue),
        Plan = new PlanOptions
        {
            PartitionThreshold = PartitionThreshold.OfRows(1_000_000),
            MaxPartitions = 8,
            ChunkSize = 100_000,
            PartitionBy = PartitionBy.Auto,
        },
        Shared = TestOptions.Plain.Shared with
        {
            IndexMemoryBytes = 128 << 20,
            Retry = TestOptions.Plain.Shared.Retry with
            {
                MaxAttempts = 5,
                MinBackoff = TimeSpan.FromMilliseconds(200),
                MaxBackoff = TimeSpan.FromSeconds(2),
                Jitter = 0.2,
            },
        },
        Node = TestOptions.Plain.Node with { PollInterval = TimeSpan.FromSeconds(1), CopyBufferBytes = 1 << 18 },
    };

    public static Task<MigrationSummary> RunAsync(
        TestDatabase source, TestDatabase target, MigrationOptions? options = null, IProgressSink? progress = null,
        CancellationToken stop = default) =>
        RunAsync(source.Uri, target.Uri, options, progress, stop);

    public static Task<MigrationSummary> RunAsync(
        string source, string target, MigrationOptions? options = null, IProgressSink? progress = null, CancellationToken stop = default)
    {
        var settings = new RunSettings
        {
            Source = new ConnectionText(source),
            Target = new ConnectionText(target),
            Options = options ?? Defaults,
            ReportPath = null,
            Progress = ProgressMode.Plain,
            LogLevel = LogLevel.Warning,
            ActorSystem = ConfigurationFactory.Empty,
        };
        return new MigrationRunner(TimeProvider.System).RunAsync(settings, progress ?? new Silent(), stop);
    }

    private sealed class Silent : IProgressSink
    {
        public void Report(ProgressEvent progress)
        {
        }
    }
}
