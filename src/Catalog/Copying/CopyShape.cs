namespace ActorMigrate.Catalog.Copying;

/// <summary>The format in which a table's rows travel. <see cref="Reason"/> says why in <see cref="Binary"/> or text.</summary>
public sealed record CopyShape
{
    /// <summary>The columns to copy: not dropped, not generated. Empty for a table without such columns.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>COPY BINARY is safe between the two clusters; otherwise text.</summary>
    public required bool Binary { get; init; }

    /// <summary>Why, for the log.</summary>
    public required string Reason { get; init; }
}
