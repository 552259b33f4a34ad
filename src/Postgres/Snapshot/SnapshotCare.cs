using ActorMigrate.Migration;
using ActorMigrate.Postgres.Session;

namespace ActorMigrate.Postgres.Snapshot;

/// <summary>Watches the holders of one snapshot: closes those that are dead, and has the living ones open others.</summary>
internal sealed class SnapshotCare(Database source, SnapshotOptions options)
{
    /// <summary>Returns the holders as they are after the look; none means that the snapshot is lost.</summary>
    public async Task<IReadOnlyList<SnapshotHolder>> TendAsync(
        IReadOnlyList<SnapshotHolder> holders, IReadOnlyList<QualifiedName> tables, CancellationToken cancellationToken)
    {
        var kept = await BuryAsync(holders, cancellationToken).ConfigureAwait(false);
        if (kept.Count == 0 && await RejoinAsync(cancellationToken).ConfigureAwait(false) is { } rejoined)
            kept.Add(rejoined);
        while (kept.Count > 0 && kept.Count < options.Holders
            && await ImportAsync(kept[0].Id, cancellationToken).ConfigureAwait(false) is { } holder)
            kept.Add(holder);
        foreach (var holder in kept.Where(h => !HoldsAll(h, tables)))
            await RelockAsync(holder, tables, cancellationToken).ConfigureAwait(false);
        return kept;
    }

    /// <summary>Replaces one holder that has locked more than <paramref name="tables"/>, if there is one: a lock ends with its transaction
    /// only. One that cannot be replaced now stays as it is.</summary>
    public async Task<IReadOnlyList<SnapshotHolder>> ReplaceOneAsync(
        IReadOnlyList<SnapshotHolder> holders, IReadOnlyList<QualifiedName> tables, CancellationToken cancellationToken)
    {
        if (holders.FirstOrDefault(holder => tables.Count(holder.Holds) < holder.Locked) is not { } old
            || await ImportAsync(old.Id, cancellationToken).ConfigureAwait(false) is not { } fresh)
            return holders;
        // In this order where it can be, because the lock table may have no room for one holder more.
        if (holders.Any(other => other != old && HoldsAll(other, tables)))
        {
            await old.DisposeAsync().ConfigureAwait(false);
            await RelockAsync(fresh, tables, cancellationToken).ConfigureAwait(false);
            return [.. holders.Select(holder => holder == old ? fresh : holder)];
        }

        await RelockAsync(fresh, tables, cancellationToken).ConfigureAwait(false);
        var replaced = HoldsAll(fresh, tables);
        await (replaced ? old : fresh).DisposeAsync().ConfigureAwait(false);
        return replaced ? [.. holders.Select(holder => holder == old ? fresh : holder)] : holders;
    }

    private static bool HoldsAll(SnapshotHolder holder, IReadOnlyList<QualifiedName> tables) =>
        holder.Locked >= tables.Count && tables.All(holder.Holds);

    private async Task<List<SnapshotHolder>> BuryAsync(IReadOnlyList<SnapshotHolder> holders, CancellationToken cancellationToken)
    {
        var answers = await Task.WhenAll(holders.Select(h => h.IsAliveAsync(options.AnswerWithin, options.Time, cancellationToken)))
            .ConfigureAwait(false);
        var someoneAnswers = answers.Contains(true);
        var kept = new List<SnapshotHolder>();
        foreach (var (holder, alive) in holders.Zip(answers))
        {
            if (alive == true || (alive is null && !someoneAnswers))
                kept.Add(holder);
            else
                await holder.DisposeAsync().ConfigureAwait(false);
        }

        return kept;
    }

    private async Task<SnapshotHolder?> RejoinAsync(CancellationToken cancellationToken)
    {
        if (options.OtherIds is null)
            return null;
        foreach (var id in await options.OtherIds(cancellationToken).ConfigureAwait(false))
        {
            if (await ImportAsync(id, cancellationToken).ConfigureAwait(false) is { } holder)
                return holder;
        }

        return null;
    }

    // A failure here costs nothing yet: the next look tries again.
    private async Task<SnapshotHolder?> ImportAsync(string id, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(options.AnswerWithin, options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        try
        {
            var session = await source.OpenAsync(SessionPurpose.Snapshot, either.Token).ConfigureAwait(false);
            return await SnapshotHolder.ImportAsync(session, id, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception e) when (SnapshotFailures.IsExpected(e))
        {
            return null;
        }
    }

    private async Task RelockAsync(SnapshotHolder holder, IReadOnlyList<QualifiedName> tables, CancellationToken cancellationToken)
    {
        try
        {
            await holder.LockAsync(tables, options, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (SnapshotFailures.IsExpected(e))
        {
        }
    }
}
