using ActorMigrate.Migration.Objects;

namespace ActorMigrate.Catalog.Planning;

/// <summary>Puts the selected drafts in an order in which nothing comes before what it needs: by stage, then by kind and
/// name as far as the needs leave it open, so that the same catalog gives the same plan whatever its oids are.</summary>
internal static class TopologicalOrder
{
    private static readonly string[] KindOrder =
    [
        ObjectKinds.Truncate, ObjectKinds.Drop, ObjectKinds.Schema, ObjectKinds.Extension, ObjectKinds.EnumType, ObjectKinds.Domain,
        ObjectKinds.CompositeType, ObjectKinds.RangeType, ObjectKinds.Sequence,
        ObjectKinds.Table, ObjectKinds.Partition, ObjectKinds.SequenceOwner, ObjectKinds.SetLogged, ObjectKinds.PrimaryKey,
        ObjectKinds.Unique, ObjectKinds.Exclusion, ObjectKinds.Index,
        ObjectKinds.IndexPartition, ObjectKinds.Check, ObjectKinds.SequenceValue, ObjectKinds.ForeignKey,
    ];

    public static IReadOnlyList<int> Of(DraftGraph graph)
    {
        var selected = graph.Selected.ToHashSet();
        var waits = selected.ToDictionary(index => index, index => graph.NeedsOf(index).Count(selected.Contains));
        var dependants = selected
            .SelectMany(index => graph.NeedsOf(index).Where(selected.Contains).Select(need => (need, index)))
            .ToLookup(pair => pair.need, pair => pair.index);
        var ready = new PriorityQueue<int, (int Stage, int Kind, string Name, int Index)>(PriorityComparer.Instance);
        foreach (var index in selected.Where(index => waits[index] == 0))
            ready.Enqueue(index, Priority(graph, index));
        // When no object is ready, the remaining ones need each other in a circle. The first of them is then made before the objects that
        // it needs. If the target refuses it, a finding reports the object, and the others are made.
        var circular =
            new Lazy<Queue<int>>(() => new Queue<int>(waits.Keys.OrderBy(index => Priority(graph, index), PriorityComparer.Instance)));
        var order = new List<int>(selected.Count);
        while (order.Count < selected.Count)
        {
            var next = ready.Count > 0 ? ready.Dequeue() : circular.Value.Dequeue();
            if (!waits.Remove(next))
                continue;
            order.Add(next);
            graph.RaiseStage(next);
            foreach (var dependant in dependants[next].Where(waits.ContainsKey))
            {
                if (--waits[dependant] == 0)
                    ready.Enqueue(dependant, Priority(graph, dependant));
            }
        }
        return [.. order.OrderBy(graph.StageOf)];
    }

    private static (int Stage, int Kind, string Name, int Index) Priority(DraftGraph graph, int index)
    {
        var draft = graph.Drafts[index];
        var kind = Array.IndexOf(KindOrder, draft.Kind);
        return ((int)draft.Stage, kind < 0 ? KindOrder.Length : kind, draft.Name, index);
    }

    private sealed class PriorityComparer : IComparer<(int Stage, int Kind, string Name, int Index)>
    {
        public static readonly PriorityComparer Instance = new();

        public int Compare((int Stage, int Kind, string Name, int Index) left, (int Stage, int Kind, string Name, int Index) right)
        {
            var order = (left.Stage, left.Kind).CompareTo((right.Stage, right.Kind));
            if (order == 0)
                order = string.CompareOrdinal(left.Name, right.Name);
            return order != 0 ? order : left.Index.CompareTo(right.Index);
        }
    }
}
