namespace ActorMigrate.Browser.Tests;

/// <summary>A test in a browser: reported as skipped, with the line that installs one, where no Chromium is found.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute()
    {
        if (Chromium is null)
            Skip = "It needs Chromium on the PATH (Debian: apt-get install chromium).";
    }

    /// <summary>The browser's program, or null.</summary>
    public static string? Chromium { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .SelectMany(folder => new[] { Path.Combine(folder, "chromium"), Path.Combine(folder, "chromium-browser"),
            Path.Combine(folder, "google-chrome") })
        .FirstOrDefault(File.Exists);
}
