using ActorMigrate.Migration.Directing;

namespace ActorMigrate.Host.Wording;

/// <summary>Says what directives have changed for a node.</summary>
internal static class OrderWords
{
    /// <summary>Returns a sentence for each change from <paramref name="before"/> to <paramref name="now"/>.</summary>
    public static IEnumerable<string> Changes(NodeOrders before, NodeOrders now)
    {
        var by = now.By is { } role ? $" by {role}" : "";
        if (now.IsPaused && !before.IsPaused)
            yield return $"Paused{by}: no new task is granted, running ones go on to their end. Continue with actormigrate continue.";
        if (!now.IsPaused && before.IsPaused)
            yield return $"Continued{by}: tasks are granted again.";
        if (now.IsDrained && !before.IsDrained)
            yield return $"Drained{by}: this node takes no new task and leaves when its running ones have ended.";
        if (Settings(before, now).ToList() is { Count: > 0 } set)
            yield return $"Set{by}: {string.Join(", ", set)}.";
    }

    /// <summary>Returns a rate as people read it; 0 is no rate limit.</summary>
    public static string Rate(long rate) => rate == 0 ? "no rate limit" : Amounts.BytesPerSecond(rate);

    private static IEnumerable<string> Settings(NodeOrders before, NodeOrders now)
    {
        if (now.CopySlots is { } copies && copies != before.CopySlots)
            yield return $"{Amounts.Count(copies, "copy slot")}";
        if (now.IndexSlots is { } indexes && indexes != before.IndexSlots)
            yield return $"{Amounts.Count(indexes, "index slot")}";
        if (now.TotalRate is { } total && total != before.TotalRate)
            yield return $"{Rate(total)} for all nodes together";
        if (now.NodeRate is { } own && own != before.NodeRate)
            yield return $"{Rate(own)} for this node";
    }
}
