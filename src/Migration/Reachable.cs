namespace ActorMigrate.Migration;

/// <summary>Follows the arrows of a graph.</summary>
public static class Reachable
{
    /// <summary>Returns <paramref name="starts"/> and everything that <paramref name="next"/> leads to from them, directly or through
    /// others.</summary>
    public static HashSet<T> From<T>(IEnumerable<T> starts, Func<T, IEnumerable<T>> next)
    {
        ArgumentNullException.ThrowIfNull(next);
        var found = starts.ToHashSet();
        var open = new Stack<T>(found);
        while (open.TryPop(out var one))
        {
            foreach (var other in next(one).Where(found.Add))
                open.Push(other);
        }

        return found;
    }
}
