using ActorMigrate.Host.Dashboard;
using ActorMigrate.TestServers;

namespace ActorMigrate.Host.Tests.Dashboard;

/// <summary>The addresses of a dashboard's pages and files.</summary>
internal static class DashboardPages
{
    /// <summary>The paths of all files of the page: those of its folder in the source.</summary>
    public static IReadOnlyList<string> Paths { get; } =
    [
        .. Directory.GetFiles(Path.Combine(Checkout.Folder, "src/Host/Dashboard/Page")).Select(file => Path.GetFileName(file))
            .Select(name => name == "dashboard.html" ? "/" : "/" + name).Order(StringComparer.Ordinal),
    ];

    extension(DashboardServer server)
    {
        /// <summary>The address of the page as the server's line tells it; with the token where that was made by the server.</summary>
        public string Url => server.Words.Split(' ')[1];
    }
}
