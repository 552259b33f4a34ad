using System.Globalization;
using System.Text.RegularExpressions;
using ActorMigrate.Migration.Failures;

namespace ActorMigrate.Postgres.LocalServers;

/// <summary>One installation of PostgreSQL's server programs: the folder with <c>postgres</c> and <c>initdb</c>,
/// the version as <c>postgres --version</c> prints it, and its major number.</summary>
public sealed partial record ServerBinaries(string Folder, string Version, int Major)
{
    /// <summary>The environment variable that names folders with server programs, before all others; colons separate several.</summary>
    public const string Variable = "ACTORMIGRATE_POSTGRES_BIN";

    private static readonly Lazy<IReadOnlyList<ServerBinaries>> Found = new(() => FindIn(CandidateFolders()));

    internal string Postgres => Path.Combine(Folder, "postgres");

    internal string Initdb => Path.Combine(Folder, "initdb");

    /// <summary>The installed servers, one for each major version, oldest first.</summary>
    public static IReadOnlyList<ServerBinaries> Installed => Found.Value;

    /// <summary>Returns the installed server of a major version, or of the newest when <paramref name="major"/> is null.</summary>
    /// <exception cref="RefusedException">No such server is installed.</exception>
    public static ServerBinaries Get(int? major) => Choose(Installed, major);

    internal static ServerBinaries Choose(IReadOnlyList<ServerBinaries> installed, int? major)
    {
        var fit = major is null ? installed.MaxBy(server => server.Major) : installed.FirstOrDefault(server => server.Major == major);
        if (fit is not null)
            return fit;
        var wanted = major is null ? "PostgreSQL" : $"PostgreSQL {major}";
        var have = installed.Count == 0 ? "none are installed" : "installed: " + string.Join(", ", installed.Select(s => s.Major));
        throw new RefusedException(
            $"The server programs of {wanted} were not found ({have}).",
            major is null or 15
                ? "Install them (Debian and Ubuntu: apt-get install postgresql), fetch them with ./test --servers from a checkout, or "
                    + $"name their folder in {Variable}."
                : $"Fetch them with ./test --servers from a checkout, or name their folder in {Variable}.");
    }

    internal static IReadOnlyList<ServerBinaries> FindIn(IEnumerable<string> folders) =>
        folders.Distinct()
            .Where(folder => File.Exists(Path.Combine(folder, "postgres")) && File.Exists(Path.Combine(folder, "initdb")))
            .Select(Inspect)
            .OfType<ServerBinaries>()
            .DistinctBy(server => server.Major)
            .OrderBy(server => server.Major)
            .ToList();

    private static IEnumerable<string> CandidateFolders()
    {
        foreach (var list in new[] { Variable, "PATH" })
        {
            foreach (var folder in (Environment.GetEnvironmentVariable(list) ?? "")
                .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
                yield return folder;
        }

        foreach (var (parent, below) in new[]
        {
            ("/usr/lib/postgresql", "bin"),
            ("/usr", "bin"),
            ("/opt/homebrew/opt", "bin"),
            ("/usr/local/opt", "bin"),
            (Path.Combine(CacheFolder.Path, "servers"), "native/bin"),
        })
        {
            if (!Directory.Exists(parent))
                continue;
            var pattern = parent == "/usr" ? "pgsql-*" : parent.EndsWith("/opt", StringComparison.Ordinal) ? "postgresql*" : "*";
            foreach (var folder in Directory.GetDirectories(parent, pattern).OrderDescending(StringComparer.Ordinal))
                yield return Path.Combine(folder, below);
        }
    }

    private static ServerBinaries? Inspect(string folder)
    {
        var run = Command.Run([Path.Combine(folder, "postgres"), "--version"]);
        var match = VersionPattern().Match(run.Output);
        return run.ExitCode == 0 && match.Success
            ? new ServerBinaries(folder, run.Output.Trim(), int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture))
            : null;
    }

    [GeneratedRegex(@"\(PostgreSQL\) (\d+)")]
    private static partial Regex VersionPattern();
}
