using System.Globalization;
using ActorMigrate.Migration.Failures;

namespace ActorMigrate.Postgres.LocalServers;

/// <summary>The operating system account that a throwaway server runs under: one's own, or, because PostgreSQL does not run
/// as root, an unprivileged one when this process is root's.</summary>
public sealed record ServerAccount
{
    // In this order: PostgreSQL's own account, then one that exists everywhere and owns nothing.
    private static readonly string[] Unprivileged = ["postgres", "nobody"];

    private ServerAccount(string name, int? uid, int? gid) => (Name, Uid, Gid) = (name, uid, gid);

    /// <summary>The account's name.</summary>
    public string Name { get; }

    private int? Uid { get; }

    private int? Gid { get; }

    /// <summary>The account to use on this machine.</summary>
    public static ServerAccount Current { get; } =
        Environment.IsPrivilegedProcess ? ForRoot(File.ReadAllLines("/etc/passwd")) : new ServerAccount(Environment.UserName, null, null);

    internal static ServerAccount ForRoot(IReadOnlyList<string> passwd)
    {
        foreach (var name in Unprivileged)
        {
            var fields = passwd.Select(line => line.Split(':')).FirstOrDefault(f => f.Length > 3 && f[0] == name);
            if (fields is not null)
                return new ServerAccount(
                    name, int.Parse(fields[2], CultureInfo.InvariantCulture), int.Parse(fields[3], CultureInfo.InvariantCulture));
        }

        throw new RefusedException(
            "PostgreSQL does not run as root, and this machine has no account 'postgres' to run it under.",
            "Create one (useradd --system postgres), or run as another user.");
    }

    /// <summary>Returns the words that run <paramref name="command"/> under this account.</summary>
    internal IReadOnlyList<string> Words(params IEnumerable<string> command) =>
        Uid is null ? [.. command]
        : Command.Exists("setpriv") ? ["setpriv", $"--reuid={Uid}", $"--regid={Gid}", "--clear-groups", "--", .. command]
        : ["runuser", "-u", Name, "--", .. command];

    /// <summary>Makes a folder that this account alone may use, below one that everybody may pass through.</summary>
    internal async Task OwnFolderAsync(string folder, CancellationToken cancellation)
    {
        if (Directory.Exists(folder))
            return;
        var owner = Uid is null ? Array.Empty<string>() : ["-o", $"{Uid}", "-g", $"{Gid}"];
        // Missing parents are made with mode 755, whatever the umask is.
        var made = await Command.RunAsync(["install", "-d", "-m", "700", .. owner, folder], cancellation);
        if (made.ExitCode != 0)
        {
            throw new RefusedException(
                $"The folder {folder} cannot be made: {made.Error.Trim()}",
                $"Make its parent writable, or name another folder in {CacheFolder.Variable}.");
        }
    }
}
