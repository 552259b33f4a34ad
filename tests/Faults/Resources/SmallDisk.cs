using System.Diagnostics;
using System.Globalization;

namespace ActorMigrate.Faults.Tests.Resources;

/// <summary>A file system of a few megabytes in memory. It takes the right to mount, which root has.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private static readonly byte[] Block = new byte[4096];

    private readonly string mounted;

    private SmallDisk(string mounted) => this.mounted = mounted;

    private string Ballast => Path.Combine(mounted, "ballast");

    /// <summary>Mounts it.</summary>
    public static async Task<SmallDisk> MountAsync(int megabytes)
    {
        var folder = Directory.CreateTempSubdirectory("actormigrate-disk-").FullName;
        await RunAsync(
            "mount", "-t", "tmpfs", "-o", string.Create(CultureInfo.InvariantCulture, $"size={megabytes}m,mode=0777"), "tmpfs", folder);
        return new SmallDisk(folder);
    }

    /// <summary>A folder on it that belongs to the account which <paramref name="other"/> belongs to; a tablespace's has to.</summary>
    public async Task<string> FolderLikeAsync(string other)
    {
        var folder = Directory.CreateDirectory(Path.Combine(mounted, "space")).FullName;
        await RunAsync("chown", "--reference", other, folder);
        return folder;
    }

    /// <summary>Makes room.</summary>
    public Task GrowAsync(int megabytes) =>
        RunAsync("mount", "-o", string.Create(CultureInfo.InvariantCulture, $"remount,size={megabytes}m"), mounted);

    /// <summary>Takes all room that is left.</summary>
    public async Task FillAsync()
    {
        await using var ballast = new FileStream(Ballast, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
                await ballast.WriteAsync(Block);
        }
        catch (IOException)
        {
            // It is full.
        }
    }

    /// <summary>Gives back what <see cref="FillAsync"/> took.</summary>
    public void Free() => File.Delete(Ballast);

    private static async Task RunAsync(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}: {error} This test needs root.");
    }

    public async ValueTask DisposeAsync()
    {
        await RunAsync("umount", "-l", mounted);
        Directory.Delete(mounted);
    }
}
