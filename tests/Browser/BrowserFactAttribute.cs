using System.Runtime.CompilerServices;
using ActorMigrate.EndToEnd.Tests;

namespace ActorMigrate.Browser.Tests;

/// <summary>A test in a browser: reported as skipped, with the line that installs one, where no Chromium is found.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserFactAttribute(bool takesLong = false, [CallerMemberName] string test = "") : FactAttribute, ILongTest
{
    /// <inheritdoc />
    public override string? Skip => Chromium is null
        ? "It needs Chromium on the PATH (Debian: apt-get install chromium)."
        : takesLong ? LongTests.Skip(test) : null;

    /// <inheritdoc />
    public bool IsSampled => takesLong;

    /// <summary>The browser's program, or null.</summary>
    public static string? Chromium { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .SelectMany(folder => new[] { Path.Combine(folder, "chromium"), Path.Combine(folder, "chromium-browser"),
            Path.Combine(folder, "google-chrome") })
        .FirstOrDefault(File.Exists);
}
