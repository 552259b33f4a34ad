using ActorMigrate.Postgres.Connection;

namespace ActorMigrate.Postgres.Tests.Connection;

/// <summary>An environment of dictionaries.</summary>
internal sealed class FakeEnvironment
{
    public Dictionary<string, string> Variables { get; } = [];

    public Dictionary<string, string> Files { get; } = [];

    public Dictionary<string, UnixFileMode> Modes { get; } = [];

    public HashSet<string> Sockets { get; } = [];

    public ConnectionEnvironment Build() => new()
    {
        Variable = name => Variables.GetValueOrDefault(name),
        HomeFolder = "/home/ann",
        OsUser = "ann",
        ReadFile = path => Files.GetValueOrDefault(path),
        FileMode = path => Files.ContainsKey(path) ? Modes.GetValueOrDefault(path, UnixFileMode.UserRead | UnixFileMode.UserWrite) : null,
        SocketExists = Sockets.Contains,
    };

    public ServerConnection Parse(string text) => ServerConnection.Parse(text, "source", Build());

    public FakeEnvironment With(string variable, string value)
    {
        Variables[variable] = value;
        return this;
    }

    public FakeEnvironment WithFile(string path, string text)
    {
        Files[path] = text;
        return this;
    }
}
