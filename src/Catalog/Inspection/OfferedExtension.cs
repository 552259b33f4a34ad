namespace ActorMigrate.Catalog.Inspection;

/// <summary>An extension of which the target's server has the files. <paramref name="Installed"/> is the
/// version that the database has, or null.</summary>
public sealed record OfferedExtension(string? DefaultVersion, string? Installed, IReadOnlyList<string> Versions)
{
    /// <summary>The schema that it is in, where it is installed.</summary>
    public string? Schema { get; init; }

    /// <summary>The extension can be put into another schema.</summary>
    public bool IsRelocatable { get; init; }

    /// <summary>By its control file, only superusers may create it; a server may be set up to allow it to others.</summary>
    public bool NeedsSuperuser { get; init; }
}
