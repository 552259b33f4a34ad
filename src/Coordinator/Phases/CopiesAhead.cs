using ActorMigrate.Control.Plan;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Phases;
using ActorMigrate.Migration.Planning;

namespace ActorMigrate.Coordinator.Phases;

/// <summary>Plans the copies together with the other tasks when nodes that join later cannot change them: every table is copied in one
/// piece, and none is so large that it would be split for another machine.</summary>
internal static class CopiesAhead
{
    /// <summary>Returns <paramref name="plan"/> with its copies, or as it is where they are to be
    /// planned when the nodes are known.</summary>
    public static async Task<PlanDraft> AddAsync(Run run, PlanDraft plan, CancellationToken cancellationToken)
    {
        var relations = plan.Relations.Where(relation => relation.Shape is not null).ToList();
        var tables = relations.SelectMany(relation => relation.Shape!.Read()).Select(shape => shape.Facts).ToList();
        var pace = PrepareTransfers.PaceOf(run, run.Node.CopySlots);
        if (tables.Exists(table => table.TotalBytes > PartitionCount.LeastBytes)
            || !TransferPlanner.Plan(tables, run.Options.Plan, pace).All(one => one is TransferPlan.Whole))
            return plan;
        return WithCopies(plan, await PrepareTransfers.PlanAsync(run, relations, pace, cancellationToken));
    }

    /// <summary>Numbers the copies behind the other tasks, and adds the needs that <c>connect-copies.sql</c> would add, except those that
    /// follow from others: a task that needs a table's rows need not name the tasks that make the table, because each of its copies needs
    /// these. A small table is named by five tasks, and each need costs the target a lock and a change of a row.</summary>
    internal static PlanDraft WithCopies(PlanDraft plan, IEnumerable<CopyDraft> copies)
    {
        var last = plan.Tasks.Select(task => task.Id).DefaultIfEmpty().Max();
        var all = plan.Tasks.Concat(copies.Select(copy => copy.AsTask(++last))).ToList();
        var copiesOf = all.Where(task => task is { Lane: TaskLane.Copy, Relation: not null })
            .ToLookup(task => task.Relation!.Value, task => task.Id);
        var makersOf = all.Where(task => task is { Lane: TaskLane.Schema, OpensAt: Phase.CreateTargetTables, Relation: not null })
            .ToLookup(task => task.Relation!.Value, task => task.Id);
        return plan with { Tasks = [.. all.Select(task => task with { Needs = [.. NeedsOf(task)] })], HasCopies = true };

        IEnumerable<long> NeedsOf(TaskDraft task) => task.Needs
            .Except(task.NeedsData.Where(copiesOf.Contains).SelectMany(needed => makersOf[needed]))
            .Concat(task is { Lane: TaskLane.Copy, Relation: { } table } ? makersOf[table] : [])
            .Concat(task.NeedsData.SelectMany(needed => copiesOf[needed]))
            .Distinct();
    }
}
