namespace ActorMigrate.Catalog.Planning;

/// <summary>The drafts that need each other in a circle: the strongly connected components of the graph, found in one walk over it
/// (Tarjan's algorithm, with a stack of its own because chains of views are longer than a thread's stack).</summary>
internal sealed class Circles
{
    private readonly IReadOnlyList<IReadOnlySet<int>> needs;
    private readonly int[] found;
    private readonly int[] lowest;
    private readonly int[] circle;
    private readonly Stack<int> open = new();
    private readonly Stack<(int Draft, IEnumerator<int> Left)> path = new();
    private int visited;
    private int closed;

    private Circles(IReadOnlyList<IReadOnlySet<int>> needs)
    {
        this.needs = needs;
        (found, lowest, circle) = (new int[needs.Count], new int[needs.Count], new int[needs.Count]);
    }

    /// <summary>Returns the circles of a graph in which draft i needs <paramref name="needs"/>[i].</summary>
    public static Circles Of(IReadOnlyList<IReadOnlySet<int>> needs)
    {
        var circles = new Circles(needs);
        for (var draft = 0; draft < needs.Count; draft++)
        {
            if (circles.found[draft] == 0)
                circles.Walk(draft);
        }
        return circles;
    }

    /// <summary>Tells whether each needs the other, directly or through others.</summary>
    public bool AreInOne(int left, int right) => circle[left] == circle[right];

    private void Walk(int root)
    {
        Enter(root);
        while (path.TryPeek(out var step))
        {
            if (!step.Left.MoveNext())
                Leave();
            else if (found[step.Left.Current] == 0)
                Enter(step.Left.Current);
            else if (circle[step.Left.Current] == 0)
                lowest[step.Draft] = Math.Min(lowest[step.Draft], found[step.Left.Current]);
        }
    }

    private void Enter(int draft)
    {
        found[draft] = lowest[draft] = ++visited;
        open.Push(draft);
        path.Push((draft, needs[draft].GetEnumerator()));
    }

    private void Leave()
    {
        var (draft, left) = path.Pop();
        left.Dispose();
        if (path.TryPeek(out var above))
            lowest[above.Draft] = Math.Min(lowest[above.Draft], lowest[draft]);
        if (lowest[draft] != found[draft])
            return;
        closed++;
        int member;
        do
        {
            member = open.Pop();
            circle[member] = closed;
        }
        while (member != draft);
    }
}
