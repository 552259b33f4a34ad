namespace ActorMigrate.Faults.Tests.Network;

/// <summary>A test on hosts of its own: reported as skipped, with the reason, where network namespaces cannot be made; never in continuous
/// integration.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class HostNetworkFactAttribute : FactAttribute
{
    public HostNetworkFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("CI") != "true" && (Environment.UserName != "root" || !HasIp()))
            Skip = "It makes network namespaces: run it as root, with the program ip (Debian: apt-get install iproute2).";
    }

    private static bool HasIp() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/sbin")
        .Any(folder => File.Exists(Path.Combine(folder, "ip")));
}
