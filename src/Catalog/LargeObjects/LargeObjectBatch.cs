namespace ActorMigrate.Catalog.LargeObjects;

/// <summary>Large objects that travel together, in one transaction; they keep their oids.</summary>
public sealed record LargeObjectBatch
{
    /// <summary>Its number, from 1.</summary>
    public required int Number { get; init; }

    /// <summary>The oids, in order; never empty.</summary>
    public required IReadOnlyList<uint> Oids { get; init; }

    /// <summary>Their bytes, as a share of all large objects'.</summary>
    public required long EstimatedBytes { get; init; }

    /// <summary>The statements that follow once they are in the target, each after the one before.</summary>
    public required IReadOnlyList<LargeObjectStep> Steps { get; init; }

    /// <summary>Its name for people.</summary>
    public string Name => Oids.Count == 1 ? $"large object {Oids[0]}" : $"{Oids.Count} large objects, {Oids[0]} to {Oids[^1]}";
}

/// <summary>Comments, owners or privileges of a batch of large objects; <paramref name="Kind"/> says which.</summary>
public sealed record LargeObjectStep(string Kind, IReadOnlyList<string> Statements);
