namespace Akka.Configuration;

/// <summary>Shorthands on configurations that may be missing.</summary>
public static class ConfigExtensions
{
    /// <summary><paramref name="config"/> over <paramref name="fallback"/>; the latter alone where the first is missing.</summary>
    public static Config? SafeWithFallback(this Config? config, Config? fallback) =>
        config is null ? fallback
        : ReferenceEquals(config, fallback) ? config
        : config.WithFallback(fallback);

    /// <summary>True when there is no configuration or no key in it.</summary>
    public static bool IsNullOrEmpty(this Config? config) => config is null || config.IsEmpty;
}
