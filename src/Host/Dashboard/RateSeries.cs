using ActorMigrate.Host.Inspection;

namespace ActorMigrate.Host.Dashboard;

/// <summary>The rate of the migration over time: at most so many points, of which pairs become one when there are more.</summary>
internal sealed class RateSeries
{
    /// <summary>The most points.</summary>
    public const int MostPoints = 1200;

    private const double LeastSeconds = 0.2;

    private List<RatePoint> _points = [];
    private int _epoch;
    private (double Seconds, long Rows, long Bytes)? _before;

    /// <summary>Forgets everything, as of another migration.</summary>
    public void Clear()
    {
        _points = [];
        _before = null;
        _epoch++;
    }

    /// <summary>Puts the rates that the ledger remembers before those that were seen.</summary>
    public void Begin(IReadOnlyList<RatePoint> history)
    {
        _points = [.. history, .. _points.Where(point => history.Count == 0 || point.Seconds > history[^1].Seconds)];
        _epoch++;
    }

    /// <summary>Takes the status that was read last. A copy that was rolled back makes the rate no less than 0.</summary>
    public void Look(WatchedStatus? status, MovedSoFar moved)
    {
        if (status is not { Migration.Outcome: null })
            return;
        var seconds = (status.Migration.At - status.Migration.StartedAt).TotalSeconds;
        var (rows, bytes) = (moved.Rows, moved.Bytes);
        if (_before is { } before && seconds - before.Seconds is > LeastSeconds and var passed)
        {
            _points.Add(new RatePoint(
                Math.Round(seconds, 2), Math.Max(0, Math.Round((bytes - before.Bytes) / passed)),
                Math.Max(0, Math.Round((rows - before.Rows) / passed))));
            if (_points.Count > MostPoints)
                Halve();
        }

        if (_before is null || seconds - _before.Value.Seconds > LeastSeconds)
            _before = (seconds, rows, bytes);
    }

    /// <summary>Returns the points that a reader lacks, or null.</summary>
    public RateBatch? Take(DashboardCursor cursor)
    {
        var isNew = cursor.PointsEpoch != _epoch;
        if ((_points.Count == 0 && _epoch == 0) || (!isNew && cursor.Points == _points.Count))
            return null;
        var batch = new RateBatch(isNew, [.. _points.Skip(isNew ? 0 : cursor.Points)]);
        (cursor.Points, cursor.PointsEpoch) = (_points.Count, _epoch);
        return batch;
    }

    private void Halve()
    {
        _points =
        [
            .. _points.Chunk(2).Select(pair => new RatePoint(
                pair[^1].Seconds, pair.Average(point => point.Bytes), pair.Average(point => point.Rows))),
        ];
        _epoch++;
    }
}
