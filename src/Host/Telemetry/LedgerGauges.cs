using System.Diagnostics.Metrics;
using ActorMigrate.Cluster.Telemetry;
using ActorMigrate.Control.Status;
using ActorMigrate.Host.Inspection;
using ActorMigrate.Migration.Summary;

namespace ActorMigrate.Host.Telemetry;

/// <summary>Measures the migration as a whole from its ledger, at which it looks every fifteen seconds. Only the coordinator's process
/// reports it, so that sums over processes count it once; each process reports whether it reaches the ledger.</summary>
internal sealed class LedgerGauges : IAsyncDisposable
{
    private static readonly TimeSpan LooksEvery = TimeSpan.FromSeconds(15);

    private readonly Meter _meter = new(MigrationSpans.Name);
    private readonly CancellationTokenSource _stop = new();
    private readonly string _node;
    private readonly Task _looking;
    private volatile Look? _last;
    private volatile IReadOnlyDictionary<string, IReadOnlyList<MetricSample>>? _final;

    /// <summary>Begins to look through <paramref name="watch"/>, which it disposes; <paramref name="node"/> is this process's.</summary>
    public LedgerGauges(IMigrationWatch watch, string node, TimeProvider time)
    {
        _node = node;
        _meter.CreateObservableGauge(
            MigrationMetrics.Reachable, Reached, description: MigrationMetrics.ReachableHelp);
        foreach (var family in MigrationMetrics.All)
            _meter.CreateObservableGauge(family.Name, () => Told(family).Select(Measured), description: family.Help);
        _looking = LookAsync(watch, time);
    }

    private sealed record Look(WatchedStatus? Seen, bool IsReachable);

    /// <summary>Tells the result of a migration that has ended from here on, since the ledger may be gone.</summary>
    public void End(MigrationSummary summary)
    {
        if (!summary.IsWhole)
            return;
        var final = new Dictionary<string, IReadOnlyList<MetricSample>>
        {
            [MigrationMetrics.HowItEnded] = [.. MigrationMetrics.Outcomes(summary.Outcome.ToString())],
        };
        if (summary.IsRead)
            AddAmounts(final, summary);
        _final = final;
    }

    private static void AddAmounts(Dictionary<string, IReadOnlyList<MetricSample>> final, MigrationSummary summary)
    {
        var (rows, bytes) = (summary.Tables.Sum(table => table.Rows), summary.Tables.Sum(table => table.Bytes));
        final["actormigrate_phase_seconds"] =
            [.. summary.Phases.Select(phase => new MetricSample(phase.Seconds, ("phase", phase.Name.ToString())))];
        final["actormigrate_rows"] = final["actormigrate_committed_rows"] = [new MetricSample(rows)];
        final["actormigrate_bytes"] = final["actormigrate_committed_bytes"] = [new MetricSample(bytes)];
    }

    /// <summary>Stops reading. The values that were read last are reported until the meter's listeners end.</summary>
    public async Task RestAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _looking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await RestAsync().ConfigureAwait(false);
        _meter.Dispose();
        _stop.Dispose();
    }

    private IEnumerable<Measurement<double>> Reached() =>
        _last is { } look ? [new Measurement<double>(look.IsReachable ? 1 : 0)] : [];

    private IEnumerable<MetricSample> Told(MetricFamily family)
    {
        if (_final is { } final)
            return final.GetValueOrDefault(family.Name, []);
        return _last is { Seen: { } seen } && seen.Migration.Nodes.Any(IsOwnAndCoordinates) ? family.Read(seen) : [];
    }

    private bool IsOwnAndCoordinates(NodeStatus node) => node is { State: not "left", Coordinator: true } && node.Name == _node;

    private static Measurement<double> Measured(MetricSample sample) =>
        new(sample.Value, sample.Labels.Select(label => new KeyValuePair<string, object?>(label.Name, label.Value)));

    private async Task LookAsync(IMigrationWatch watch, TimeProvider time)
    {
        await using var looks = watch.ConfigureAwait(false);
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                _last = new Look(await watch.StatusAsync(_stop.Token).ConfigureAwait(false), IsReachable: true);
            }
            catch (Exception away) when (away is not OperationCanceledException)
            {
                _last = new Look(null, IsReachable: false);
            }

            await Task.Delay(LooksEvery, time, _stop.Token).ConfigureAwait(false);
        }
    }
}
