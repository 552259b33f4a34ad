using System.Security.Cryptography.X509Certificates;
using ActorMigrate.Cluster.Membership;
using ActorMigrate.Cluster.Security;
using Akka.Cluster.Hosting;
using Akka.Cluster.Hosting.SBR;
using Akka.Configuration;
using Akka.Hosting;
using Akka.Remote.Hosting;

namespace ActorMigrate.Cluster;

/// <summary>Input for the actor system of one node.</summary>
public sealed record ClusterSystemOptions
{
    /// <summary>The address at which it listens.</summary>
    public required ListenAddress Listen { get; init; }

    /// <summary>The node's certificate, with its private key.</summary>
    public required X509Certificate2 Certificate { get; init; }

    /// <summary>Whose connections it accepts.</summary>
    public required KnownNodes Known { get; init; }

    /// <summary>The lease of the split-brain resolver.</summary>
    public required LedgerLeaseSetup Lease { get; init; }

    /// <summary>The time for which a silent node is waited for.</summary>
    public required TimeSpan NodeLease { get; init; }

    /// <summary>The settings that the user and <c>hocon/reference.conf</c> give Akka.NET.</summary>
    public required Config Settings { get; init; }
}

/// <summary>Sets one node's actor system up as a member of the cluster: remoting over mutual TLS, a closed set of messages, the
/// split-brain resolver with its lease in the ledger.</summary>
public static class ClusterSystem
{
    /// <summary>The name of the actor system, the same on every node.</summary>
    public const string Name = "actormigrate";

    /// <summary>The role of the members that may coordinate and work: all of them.</summary>
    public const string Role = "node";

    // These hold whatever the user sets.
    private static readonly Config Fixed = ConfigurationFactory.ParseString(ReadFixed());

    /// <summary>Adds the cluster to an actor system that is being put together.</summary>
    public static AkkaConfigurationBuilder AddCluster(this AkkaConfigurationBuilder akka, ClusterSystemOptions options)
    {
        ArgumentNullException.ThrowIfNull(akka);
        ArgumentNullException.ThrowIfNull(options);
        return akka
            .AddSetup(options.Lease)
            .AddHocon(Fixed.WithFallback(ClusterTimings.Of(options.NodeLease)).WithFallback(options.Settings), HoconAddMode.Prepend)
            .WithStrictSerialization()
            .WithRemoting(new RemoteOptions
            {
                HostName = options.Listen.Host,
                Port = options.Listen.Port,
                PublicHostName = options.Listen.AdvertisedHost,
                PublicPort = options.Listen.AdvertisedPort,
                EnableSsl = true,
                Ssl = new SslOptions
                {
                    X509Certificate = options.Certificate,
                    RequireMutualAuthentication = true,
                    CustomValidator = options.Known.Accepts,
                },
            })
            .WithClustering(new ClusterOptions
            {
                Roles = [Role],
                SplitBrainResolver = new LeaseMajorityOption { LeaseImplementation = new LedgerLeaseOption(), LeaseName = "actormigrate" },
            });
    }

    private static string ReadFixed()
    {
        using var stream = typeof(ClusterSystem).Assembly.GetManifestResourceStream("cluster.conf")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
