using System.Security.Cryptography;
using System.Text;
using ActorMigrate.Migration.Failures;

namespace ActorMigrate.Postgres.LocalServers;

/// <summary>A data folder that initdb made once, kept in the cache and copied for each new server,
/// with the superuser's password that it was made with.</summary>
internal sealed record ServerTemplate(string Folder, string Password)
{
    // Part of the name, so that a change of the recipe below does not meet templates of the old one.
    private const string Recipe = "1";

    public static async Task<ServerTemplate> GetAsync(
        ServerBinaries binaries, IReadOnlyList<string> initdbArguments, CancellationToken cancellation)
    {
        var account = ServerAccount.Current;
        var parent = Path.Combine(CacheFolder.Path, "templates-" + account.Name);
        var folder = Path.Combine(parent, Key(binaries, initdbArguments));
        if (!Directory.Exists(folder))
        {
            await account.OwnFolderAsync(parent, cancellation);
            await CreateAsync(folder, binaries, initdbArguments, account, cancellation);
        }

        return new ServerTemplate(folder, await File.ReadAllTextAsync(Path.Combine(folder, "password"), cancellation));
    }

    private static string Key(ServerBinaries binaries, IReadOnlyList<string> arguments)
    {
        var all = string.Join('\n', [Recipe, binaries.Folder, binaries.Version, .. arguments]);
        return $"{binaries.Major}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(all)))[..16]}";
    }

    // Made beside its place and moved there whole; the loser of a race of two takes the winner's.
    private static async Task CreateAsync(
        string folder, ServerBinaries binaries, IReadOnlyList<string> arguments, ServerAccount account, CancellationToken cancellation)
    {
        const string script = """
            umask 077
            folder=$1 initdb=$2
            shift 2
            new=$folder.$$
            trap 'rm -rf -- "$new"' EXIT
            mkdir "$new" && cat >"$new/password" || exit 1
            "$initdb" -D "$new/data" -U postgres --pwfile="$new/password" --auth=scram-sha-256 \
                --encoding=UTF8 --locale=C --no-sync "$@" || exit 1
            mv -T "$new" "$folder" 2>/dev/null || [ -d "$folder" ] || mv "$new" "$folder"
            """;
        var made = await Command.RunAsync(
            account.Words(["sh", "-c", script, "initdb", folder, binaries.Initdb, .. arguments]), cancellation, Secret.Create());
        if (made.ExitCode != 0)
        {
            throw new RefusedException(
                $"initdb of {binaries.Version} failed in {folder}: {made.Error.Trim()}",
                $"Make room there, or name another folder in {CacheFolder.Variable}.");
        }
    }
}
