using System.Diagnostics;
using System.Runtime.InteropServices;
using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Packages;

/// <summary>The packages as packaging/build makes them. Each test builds the program anew, which takes minutes, and so makes one package
/// alone.</summary>
public sealed class PackageTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(40);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("actormigrate-packages-");

    private static string Platform => RuntimeInformation.ProcessArchitecture == Architecture.Arm64 ? "linux-arm64" : "linux-x64";

    public void Dispose() => _folder.Delete(recursive: true);

    [LongFact(sampled: false)]
    public async Task The_tool_is_installed_and_tells_its_commit()
    {
        await RunAsync("packaging/build", "--into", _folder.FullName, "tool");
        await RunAsync("dotnet", "tool", "install", "--tool-path", $"{_folder}/tool", "--add-source", _folder.FullName, "ActorMigrate");
        var commit = (await RunAsync("git", "rev-parse", "HEAD")).Trim();

        Assert.Contains($"commit   {commit}", await RunAsync($"{_folder}/tool/actormigrate", "version"), StringComparison.Ordinal);
    }

    [LongFact(sampled: false)]
    public async Task The_single_file_migrates()
    {
        await RunAsync("packaging/build", "--into", _folder.FullName, Platform);
        var file = $"{_folder}/{Platform}/actormigrate";
        Assert.Contains($"package  one file for {Platform}", await RunAsync(file, "version"), StringComparison.Ordinal);
        await using var source = await TestDatabase.CreateAsync();
        await using var target = await TestDatabase.CreateAsync();
        await source.ExecuteAsync("CREATE TABLE item (id int PRIMARY KEY); INSERT INTO item SELECT generate_series(1, 10)");
        await RunAsync(file, "migrate", "--source", source.Uri, "--target", target.Uri);
        Assert.Equal(10, await target.ScalarAsync<long>("SELECT count(*) FROM item"));
    }

    [LongTheory(sampled: false)]
    [InlineData("tool")]
    [InlineData("file")]
    public async Task Two_folders_give_the_same_bytes(string package) => Assert.Contains(
        "the same bytes", await RunAsync("packaging/reproduce", package == "file" ? Platform : package), StringComparison.Ordinal);

    private static async Task<string> RunAsync(string program, params string[] arguments)
    {
        var root = Checkout.Folder;
        var path = program.StartsWith("packaging/", StringComparison.Ordinal) ? Path.Combine(root, program) : program;
        var start = new ProcessStartInfo(path, arguments)
            { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = root };
        using var process = Process.Start(start)!;
        try
        {
            var error = process.StandardError.ReadToEndAsync();
            var output = await process.StandardOutput.ReadToEndAsync().WaitAsync(Patience);
            await process.WaitForExitAsync().WaitAsync(Patience);
            Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}\n{output}\n{await error}");
            return output;
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
