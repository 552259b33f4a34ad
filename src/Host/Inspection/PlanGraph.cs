using System.Globalization;
using System.Text;
using ActorMigrate.Control.Plan;
using ActorMigrate.Control.Tasks;
using ActorMigrate.Coordinator.Planning;
using ActorMigrate.Migration.Phases;

namespace ActorMigrate.Host.Inspection;

/// <summary>A plan as the source of a graph: the objects of each phase by kind and number, and their order. One box a kind, so that
/// 40,000 tables are as readable as four. Pure.</summary>
internal sealed record PlanGraph(IReadOnlyList<PlanGraph.Box> Boxes, IReadOnlyList<(int From, int To)> Edges)
{
    private const string Copy = "copy";

    /// <summary>The tasks of one kind in one phase.</summary>
    internal sealed record Box(int Number, Phase Phase, string Kind, int Count)
    {
        public string Label => string.Create(CultureInfo.InvariantCulture, $"{Kind} x {Count}");
    }

    public static PlanGraph Of(MigrationPlan plan)
    {
        var (boxOf, counts) = (new Dictionary<(Phase Phase, string Kind), int>(), new List<int>());
        var boxes = new Dictionary<long, int>();
        var edges = new HashSet<(int, int)>();
        foreach (var task in plan.Tasks)
            boxes[task.Id] = Put(task.AwaitedIn, KindOf(task), 1);
        var copy = plan.Copies.Count == 0 ? (int?)null : Put(Phase.TransferData, Copy, plan.Copies.Count);
        foreach (var task in plan.Tasks)
        {
            edges.UnionWith(task.Needs.Where(boxes.ContainsKey).Select(need => (boxes[need], boxes[task.Id])));
            if (copy is { } rows && task.NeedsData.Count > 0)
                edges.Add((rows, boxes[task.Id]));
            if (copy is { } filled && task is { AwaitedIn: Phase.CreateTargetTables, Relation: not null })
                edges.Add((boxes[task.Id], filled));
        }

        return new PlanGraph(
            [.. boxOf.OrderBy(box => box.Key.Phase).ThenBy(box => box.Value)
                .Select(box => new Box(box.Value, box.Key.Phase, box.Key.Kind, counts[box.Value]))],
            [.. edges.Where(edge => edge.Item1 != edge.Item2).Order()]);

        int Put(Phase phase, string kind, int count)
        {
            if (!boxOf.TryGetValue((phase, kind), out var box))
            {
                boxOf[(phase, kind)] = box = counts.Count;
                counts.Add(0);
            }

            counts[box] += count;
            return box;
        }
    }

    /// <summary>Writes the graph as a Mermaid flowchart.</summary>
    public string Mermaid()
    {
        var text = new StringBuilder("flowchart TD\n");
        foreach (var phase in Boxes.GroupBy(box => box.Phase))
        {
            Line(text, $"  subgraph p{(int)phase.Key}[\"{PhaseNames.Words(phase.Key)}\"]");
            foreach (var box in phase)
                Line(text, $"    n{box.Number}[\"{box.Label}\"]");
            Line(text, $"  end");
        }

        foreach (var (from, to) in Edges)
            Line(text, $"  n{from} --> n{to}");
        return text.ToString();
    }

    /// <summary>Writes the graph in the language of Graphviz.</summary>
    public string Dot()
    {
        var text = new StringBuilder("digraph plan {\n  node [shape=box];\n");
        foreach (var phase in Boxes.GroupBy(box => box.Phase))
        {
            Line(text, $"  subgraph cluster_{(int)phase.Key} {{");
            Line(text, $"    label=\"{PhaseNames.Words(phase.Key)}\";");
            foreach (var box in phase)
                Line(text, $"    n{box.Number} [label=\"{box.Label}\"];");
            Line(text, $"  }}");
        }

        foreach (var (from, to) in Edges)
            Line(text, $"  n{from} -> n{to};");
        return text.Append("}\n").ToString();
    }

    private static string KindOf(TaskDraft task) => task.Kind == TaskKinds.CountRows
        ? task.AwaitedIn == Phase.Validate ? "count in the target" : "count in the source"
        : task.Kind;

    private static void Line(StringBuilder text, FormattableString line) => text.Append(FormattableString.Invariant(line)).Append('\n');
}
