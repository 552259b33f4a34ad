namespace ActorMigrate.Postgres.Connection;

/// <summary>The origins of connection settings besides the text itself: environment variables, files, the operating system's user.
/// Injected, so that nothing depends on the state of the process.</summary>
public sealed record ConnectionEnvironment
{
    /// <summary>The value of an environment variable, or null.</summary>
    public Func<string, string?> Variable { get; init; } = static _ => null;

    /// <summary>The user's home folder, or null.</summary>
    public string? HomeFolder { get; init; }

    /// <summary>The operating system's user: the default role, as in libpq.</summary>
    public string? OsUser { get; init; }

    /// <summary>The text of a file, or null when there is none. An <see cref="IOException"/> or
    /// <see cref="UnauthorizedAccessException"/> says that it cannot be read.</summary>
    public Func<string, string?> ReadFile { get; init; } = static _ => null;

    /// <summary>The permission bits of a file, or null where the system has none.</summary>
    public Func<string, UnixFileMode?> FileMode { get; init; } = static _ => null;

    /// <summary>Tells whether a unix socket is at this path.</summary>
    public Func<string, bool> SocketExists { get; init; } = static _ => false;

    /// <summary>Returns this process's variables, files and user.</summary>
    public static ConnectionEnvironment OfProcess() => new()
    {
        Variable = Environment.GetEnvironmentVariable,
        HomeFolder = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) is { Length: > 0 } home ? home : null,
        OsUser = Environment.UserName is { Length: > 0 } user ? user : null,
        ReadFile = static path => File.Exists(path) ? File.ReadAllText(path) : null,
        FileMode = static path => OperatingSystem.IsWindows() || !File.Exists(path) ? null : File.GetUnixFileMode(path),
        SocketExists = File.Exists,
    };
}
