using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Running;

/// <summary>The time that a test waits for an event that must come. Nothing is measured by it; it keeps a hang from hanging the
/// tests.</summary>
internal static class Patience
{
    /// <summary>For a whole run.</summary>
    public static readonly TimeSpan ForARun = TimeSpan.FromMinutes(3);

    /// <summary>For something that a server's views or a process must come to show.</summary>
    public static readonly TimeSpan ForASign = Eventually.Patience;
}
