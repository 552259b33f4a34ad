using Akka.Configuration;

namespace ActorMigrate.Cluster.Tests;

/// <summary>The settings of Akka.NET that <c>hocon/reference.conf</c> gives.</summary>
internal static class Reference
{
    public static Config Load()
    {
        using var stream = typeof(Reference).Assembly.GetManifestResourceStream("reference.conf")!;
        using var reader = new StreamReader(stream);
        return ConfigurationFactory.ParseString(reader.ReadToEnd());
    }
}
