namespace ActorMigrate.Browser.Tests;

/// <summary>A test in a browser: reported as skipped, with the line that installs one, where no Chromium is found.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class BrowserFactAttribute : FactAttribute
{
    private const string Variable = "ACTORMIGRATE_ALL";

    public BrowserFactAttribute(bool takesLong = false)
    {
        if (Chromium is null)
            Skip = "It needs Chromium on the PATH (Debian: apt-get install chromium).";
        else if (takesLong && Environment.GetEnvironmentVariable(Variable) != "1")
            Skip = $"It takes long. To run it, too: {Variable}=1 ./test";
    }

    /// <summary>The browser's program, or null.</summary>
    public static string? Chromium { get; } = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':')
        .SelectMany(folder => new[] { Path.Combine(folder, "chromium"), Path.Combine(folder, "chromium-browser"),
            Path.Combine(folder, "google-chrome") })
        .FirstOrDefault(File.Exists);
}
