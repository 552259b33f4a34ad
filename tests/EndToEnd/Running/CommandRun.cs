using ActorMigrate.TestServers;
using Npgsql;

namespace ActorMigrate.EndToEnd.Tests.Running;

/// <summary>The result of a run of the command: its exit code and both of its streams.</summary>
internal sealed record CommandRun(int ExitCode, string Out, string Error)
{
    /// <summary>Everything that it printed.</summary>
    public string Printed => Out + Error;

    /// <summary>The run ended with this code and one message for people, which names all of <paramref name="words"/>;
    /// nothing that it printed holds a stack trace or a password of the servers.</summary>
    public void ShouldRefuse(int exitCode, params string[] words)
    {
        Assert.True(exitCode == ExitCode, $"Exit code {ExitCode} instead of {exitCode}:\n{Printed}");
        var lines = Error.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Single(lines, line => line.StartsWith("actormigrate: ", StringComparison.Ordinal));
        // The cause first, and then what to do.
        Assert.True(lines.Length >= 2, Error);
        foreach (var word in words)
            Assert.Contains(word, Error, StringComparison.Ordinal);
        ShouldKeepSecrets();
    }

    /// <summary>Nothing that it printed holds a stack trace or a password of the servers.</summary>
    public void ShouldKeepSecrets()
    {
        Assert.DoesNotContain("   at ", Printed, StringComparison.Ordinal);
        foreach (var password in Passwords.Known)
            Assert.DoesNotContain(password, Printed, StringComparison.Ordinal);
    }
}

/// <summary>The passwords that no output may hold.</summary>
internal static class Passwords
{
    private static readonly HashSet<string> Seen = ["s3cret"];

    /// <summary>Those of all servers that the tests have used so far, and the ones that tests make up.</summary>
    public static IReadOnlyCollection<string> Known
    {
        get
        {
            lock (Seen)
                return [.. Seen];
        }
    }

    /// <summary>Remembers the password of a database's server.</summary>
    public static TestDatabase Noted(this TestDatabase database)
    {
        if (new NpgsqlConnectionStringBuilder(database.ConnectionString).Password is { Length: > 0 } password)
        {
            lock (Seen)
                Seen.Add(password);
        }

        return database;
    }
}
