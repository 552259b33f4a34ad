namespace ActorMigrate.Postgres.LocalServers;

/// <summary>The options of a throwaway server.</summary>
public sealed record LocalServerOptions
{
    /// <summary>The major version; null takes the newest that is installed.</summary>
    public int? MajorVersion { get; init; }

    /// <summary>Settings of postgresql.conf; they win over the defaults of a throwaway server.</summary>
    public IReadOnlyDictionary<string, string> Settings { get; init; } = new Dictionary<string, string>();

    /// <summary>Further arguments of initdb, after <c>--encoding=UTF8 --locale=C</c>, which they can override.</summary>
    public IReadOnlyList<string> InitdbArguments { get; init; } = [];

    /// <summary>The folder below which the server's own folder is made; null takes the system's temporary folder.</summary>
    public string? ParentFolder { get; init; }

    /// <summary>The longest time that a start or a stop may take.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(60);
}
