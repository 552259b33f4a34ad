using ActorMigrate.Catalog.LargeObjects;
using ActorMigrate.Control.Plan;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Phases;

namespace ActorMigrate.Coordinator.Planning;

/// <summary>The tasks of large objects. To the ledger and to people they are together one relation, named as PostgreSQL's own
/// catalog of them, whose rows are the large objects. Pure but for the numbers that it hands out.</summary>
internal sealed class LargeObjectPlan(IReadOnlyList<LargeObjectBatch> batches, int relation, TaskIds ids)
{
    /// <summary>The relation that stands for them in the ledger, or null when there are none.</summary>
    public RelationDraft? Relation { get; } = batches.Count == 0
        ? null
        : new RelationDraft(
            relation, QualifiedName.LargeObjects, QualifiedName.LargeObjects, batches.Sum(batch => (long)batch.Oids.Count),
            batches.Sum(batch => batch.EstimatedBytes), true, "large objects are plain bytes");

    /// <summary>Returns the tasks that copy them, with what follows upon each: comments, then owners, then privileges; and those that
    /// count them on either side.</summary>
    public IReadOnlyList<TaskDraft> Tasks() =>
        Relation is null ? [] : [.. batches.SelectMany(Copy), Count(inSource: true), Count(inSource: false)];

    private TaskDraft Count(bool inSource)
    {
        var phase = inSource ? Phase.TransferData : Phase.Validate;
        return Draft(
            TaskLane.Compare, TaskKinds.CountLargeObjects, $"large objects in the {(inSource ? "source" : "target")}", phase, phase,
            new CountLargeObjectsPayload(inSource), Relation!.EstimatedRows, Relation.EstimatedBytes, []) with
                { NeedsData = inSource ? [] : [relation] };
    }

    private IEnumerable<TaskDraft> Copy(LargeObjectBatch batch)
    {
        var last = Draft(
            TaskLane.Copy, TaskKinds.CopyLargeObjects, batch.Name, Phase.TransferData, Phase.TransferData,
            new LargeObjectsPayload(batch.Oids), batch.Oids.Count, batch.EstimatedBytes, []);
        yield return last;
        foreach (var step in batch.Steps)
        {
            last = Draft(
                TaskLane.Finish, step.Kind, batch.Name, Phase.TransferData, Phase.CreatePrimaryKeys,
                new StatementPayload(step.Statements, null, null), 0, 0, [last.Id]);
            yield return last;
        }
    }

    private TaskDraft Draft(
        TaskLane lane, string kind, string name, Phase opensAt, Phase awaitedIn, TaskPayload payload, long rows, long bytes,
        IReadOnlyList<long> needs) =>
        new(ids.Next(), lane, kind, name, relation, opensAt, awaitedIn, payload, rows, bytes, needs);
}
