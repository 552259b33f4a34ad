namespace ActorMigrate.Postgres.Connection;

/// <summary>A connection service file (PostgreSQL manual, 34.17): sections <c>[name]</c> of <c>parameter=value</c> lines.</summary>
internal static class ServiceFile
{
    private const string SystemFolder = "/etc/postgresql-common";

    /// <summary>Returns the parameters of <paramref name="service"/>, looked for in the user's file and then in the system's, and the file
    /// they come from.</summary>
    public static (IReadOnlyDictionary<string, string> Parameters, string File) Read(
        string service, string? file, string role, ConnectionEnvironment environment)
    {
        var files = Candidates(file, environment).ToList();
        foreach (var path in files)
        {
            if (Text(path, role, environment) is { } text && Section(text, service, path, role) is { } parameters)
                return (parameters, path);
        }

        throw ConnectionSyntax.Malformed(
            role, $"names the service \"{service}\", which is not defined in {string.Join(" or ", files)}",
            "Define it there as [name] followed by host=, port=, dbname= lines, or name the file with PGSERVICEFILE.");
    }

    private static IEnumerable<string> Candidates(string? file, ConnectionEnvironment environment)
    {
        if (file is not null)
            yield return file;
        else if (environment.HomeFolder is { } home)
            yield return Path.Combine(home, ".pg_service.conf");
        yield return Path.Combine(
            environment.Variable("PGSYSCONFDIR") is { Length: > 0 } folder ? folder : SystemFolder, "pg_service.conf");
    }

    private static string? Text(string path, string role, ConnectionEnvironment environment)
    {
        try
        {
            return environment.ReadFile(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw ConnectionSyntax.Malformed(
                role, $"names a service, and its file {path} cannot be read: {e.Message.TrimEnd('.')}", "Make the file readable.");
        }
    }

    private static Dictionary<string, string>? Section(string text, string service, string path, string role)
    {
        Dictionary<string, string>? parameters = null;
        var inside = false;
        foreach (var (line, number) in text.Split('\n').Select((l, i) => (l.Trim(), i + 1)))
        {
            if (line.Length == 0 || line[0] == '#')
                continue;
            if (line[0] == '[')
            {
                // The first section of that name counts, as in libpq.
                if (inside)
                    break;
                inside = line == $"[{service}]";
                if (inside)
                    parameters = new Dictionary<string, string>(StringComparer.Ordinal);
            }
            else if (inside)
                Add(parameters!, line, path, number, role);
        }

        return parameters;
    }

    private static void Add(Dictionary<string, string> parameters, string line, string path, int number, string role)
    {
        var equals = line.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0)
            throw ConnectionSyntax.Malformed(
                role, $"names a service, and line {number} of {path} is not parameter=value", "Correct that line.");
        var name = line[..equals];
        if (name is "service" or "servicefile")
            throw ConnectionSyntax.Malformed(
                role, $"names a service, and line {number} of {path} names another one", "Services cannot be nested.");
        parameters.TryAdd(name, line[(equals + 1)..]);
    }
}
