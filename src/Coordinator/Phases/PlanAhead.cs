using ActorMigrate.Control.Plan;
using ActorMigrate.Coordinator.Planning;
using ActorMigrate.Coordinator.Preflight;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Options;
using ActorMigrate.Migration.Planning;
using ActorMigrate.Postgres.Session;
using Npgsql;
using NpgsqlTypes;

namespace ActorMigrate.Coordinator.Phases;

/// <summary>Plans a migration as its first phases do, and writes nothing: the same checks, the same snapshot and locks in the source, the
/// same plan of objects and copies.</summary>
public static class PlanAhead
{
    /// <summary>Returns the plan. Throws <see cref="RefusedException"/> where the migration would be refused.</summary>
    public static Task<MigrationPlan> OfAsync(RunRequest request, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Refusal.ToldAsync(async () =>
        {
            await using var run = new Run(request);
            try
            {
                return await PlanAsync(run, cancellationToken);
            }
            catch (PostgresException waited) when (waited.SqlState == PostgresErrorCodes.LockNotAvailable)
            {
                throw await LockBlockers.ExplainAsync(waited, [request.Source, request.Target], cancellationToken);
            }
            finally
            {
                await run.ReleaseSnapshotAsync();
            }
        });
    }

    private static async Task<MigrationPlan> PlanAsync(Run run, CancellationToken cancellationToken)
    {
        var looked = await MigrationLook.TakeAsync(run.Request, follows: false, cancellationToken);
        run.See(looked);
        var plan = looked.Plan;
        var planned = plan.Relations.Where(relation => relation.Shape is not null).ToList();
        var pace = PrepareTransfers.PaceOf(run, run.Node.CopySlots);
        var copies = await PrepareTransfers.PlanAsync(run, planned, pace, cancellationToken);
        return new MigrationPlan
        {
            Source = run.Source,
            Target = run.Target,
            Tables = [.. plan.Relations.OrderByDescending(relation => relation.EstimatedBytes).ThenBy(relation => relation.Source)],
            Copies = copies,
            Tasks = [.. plan.Tasks],
            NotMigrated = [.. plan.NotMigrated],
            Findings = [.. plan.Findings],
            Notices = looked.Notices,
            Review = looked.ReviewOf(run),
            Settings = SettingChoices.Of(run.Options, run.Node, plan, copies),
            Estimate = await EstimateAsync(run, plan, copies, pace, cancellationToken),
        };
    }

    private static async Task<PlanEstimate> EstimateAsync(
        Run run, PlanDraft plan, IReadOnlyList<CopyDraft> copies, CopyPace pace, CancellationToken cancellationToken)
    {
        var shapes =
            plan.Relations.SelectMany(relation => (relation.Shape?.Read() ?? []).Select(shape => (Shape: shape, relation.Binary))).ToList();
        await using var source = await run.OpenSourceAsync(SessionPurpose.Catalog, cancellationToken);
        var buildsIndexes = run.Options.Content == MigrationContent.Everything;
        var indexes = buildsIndexes ? await IndexBytesAsync(source, shapes.Select(one => one.Shape.Facts.Oid), cancellationToken) : 0;
        var largest = shapes.OrderByDescending(one => one.Shape.Facts.TotalBytes).FirstOrDefault();
        var rate = shapes.Count == 0 ? null : await ReadProbe.MeasureAsync(source, largest.Shape, largest.Binary, cancellationToken);
        var bytes = plan.Relations.Sum(relation => relation.EstimatedBytes);
        var time = TimeEstimate.Of(new WorkAhead(
            bytes, copies.Select(copy => copy.EstimatedBytes).DefaultIfEmpty(0).Max(), pace.Streams, rate, run.Options.Shared.MaxRate,
            indexes, run.Node.IndexSlots));
        return new PlanEstimate(time, rate, pace.Streams, bytes, indexes, Assumptions(rate, pace));
    }

    private static IReadOnlyList<string> Assumptions(long? rate, CopyPace pace) =>
    [
        rate is null
            ? $"one stream copies {TimeEstimate.AssumedRate >> 20} MiB a second (assumed: there is too little to measure by)"
            : "one stream copies as fast as the largest table was read out of the source for up to two seconds (measured); the "
                + "target writes as fast (assumed)",
        pace.Streams == 1
            ? "more streams side by side would gain nothing on this node"
            : $"{pace.Streams} such streams gain by running side by side, on this node alone",
        "the round trips of each task are not counted, of which many small tables take more than their bytes",
        $"an index slot builds {TimeEstimate.AssumedIndexRate >> 20} MiB of index a second (assumed)",
        "tables and indexes become as large as they are in the source; WAL and temporary files need room beside them",
    ];

    private static async Task<long> IndexBytesAsync(NpgsqlConnection source, IEnumerable<uint> tables, CancellationToken cancellationToken)
    {
        const string sql = "SELECT coalesce(sum(pg_catalog.pg_indexes_size(oid)), 0)::bigint FROM pg_catalog.pg_class WHERE oid = ANY ($1)";
        await using var command = new NpgsqlCommand(sql, source)
        {
            Parameters = { new NpgsqlParameter { Value = tables.ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Oid } },
        };
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
