using System.Reflection;
using Akka.Configuration.Hocon;

namespace Akka.Configuration;

/// <summary>Makes configurations from texts and embedded resources.</summary>
public class ConfigurationFactory
{
    private const string DefaultResource = "Akka.Configuration.akka.conf";

    /// <summary>A configuration without any key.</summary>
    public static Config Empty => ParseString("");

    /// <summary>The configuration that <paramref name="hocon"/> defines.</summary>
    /// <exception cref="ConfigurationException">The text is not HOCON; the message names line and column.</exception>
    /// <exception cref="FormatException">A substitution finds nothing or ends in a circle.</exception>
    public static Config ParseString(string hocon) => new(HoconParser.Parse(hocon, Environment.GetEnvironmentVariable));

    /// <summary>The actor system's own settings with their defaults.</summary>
    public static Config Default() => FromResource(DefaultResource, typeof(ConfigurationFactory).Assembly);

    /// <summary>The configuration in a resource of the assembly that holds <paramref name="instanceInAssembly"/>: an assembly, a type or an object.</summary>
    public static Config FromResource(string resourceName, object instanceInAssembly) => instanceInAssembly switch
    {
        Assembly assembly => FromResource(resourceName, assembly),
        Type type => FromResource(resourceName, type.Assembly),
        _ => FromResource(resourceName, instanceInAssembly.GetType().Assembly),
    };

    /// <summary>The configuration in a resource of the assembly of <typeparamref name="TAssembly"/>.</summary>
    public static Config FromResource<TAssembly>(string resourceName) => FromResource(resourceName, typeof(TAssembly).Assembly);

    /// <summary>The configuration in a resource of <paramref name="assembly"/>.</summary>
    public static Config FromResource(string resourceName, Assembly assembly)
    {
        using var stream = assembly.GetManifestResourceStream(resourceName)
            ?? throw new ConfigurationException($"{assembly.GetName().Name} has no resource {resourceName}");
        using var reader = new StreamReader(stream);
        return ParseString(reader.ReadToEnd());
    }
}
