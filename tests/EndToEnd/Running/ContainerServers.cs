using System.Globalization;
using System.Runtime.CompilerServices;
using ActorMigrate.TestServers;
using Testcontainers.PostgreSql;

namespace ActorMigrate.EndToEnd.Tests.Running;

/// <summary>Servers in containers of the local Docker engine, for ACTORMIGRATE_TEST_SERVERS=containers.</summary>
internal static class ContainerServers
{
    /// <summary>The environment variable that names the image; <c>{0}</c> in it stands for the major version.</summary>
    private const string ImageVariable = "ACTORMIGRATE_TEST_IMAGE";
    private const string OfficialImage = "postgres:{0}";

    // With time to pull the image.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    [ModuleInitializer]
    internal static void Offer() => TestServer.StartContainerAsync = StartAsync;

    private static async Task<string> StartAsync(int major)
    {
        var image = Environment.GetEnvironmentVariable(ImageVariable) is { Length: > 0 } chosen ? chosen : OfficialImage;
        var password = Guid.NewGuid().ToString("N");
        var container = new PostgreSqlBuilder(string.Format(CultureInfo.InvariantCulture, image, major))
            .WithPassword(password)
            .WithCommand("-c", "max_connections=300")
            .Build();
        AppDomain.CurrentDomain.ProcessExit += (_, _) => container.DisposeAsync().AsTask().Wait(TimeSpan.FromSeconds(20));
        using var deadline = new CancellationTokenSource(Patience);
        await container.StartAsync(deadline.Token);
        var port = container.GetMappedPublicPort(PostgreSqlBuilder.PostgreSqlPort);
        return string.Create(CultureInfo.InvariantCulture, $"postgresql://postgres:{password}@{container.Hostname}:{port}/postgres");
    }
}
