using System.Globalization;
using System.Reflection;

namespace ActorMigrate.EndToEnd.Tests;

/// <summary>Decides which long tests of the assembly run: none, all of them, or one that a seed chooses.</summary>
internal static class LongTests
{
    private const string All = "ACTORMIGRATE_ALL";
    private const string Seed = "ACTORMIGRATE_LONG_SEED";

    private static readonly Lazy<string?> Chosen = new(() => int.TryParse(
        Environment.GetEnvironmentVariable(Seed), NumberStyles.None, CultureInfo.InvariantCulture, out var seed)
        ? Choice(Sampled(), seed)
        : null);

    /// <summary>Returns why the long test of this name is skipped, with the way to run it, or null when it runs.</summary>
    public static string? Skip(string test) =>
        Environment.GetEnvironmentVariable(All) == "1" || test == Chosen.Value
            ? null
            : $"It takes long. To run it, too: {All}=1 ./test";

    /// <summary>Returns the name that the seed chooses, or null when there is none. Consecutive seeds choose one name after the
    /// other.</summary>
    public static string? Choice(IEnumerable<string> names, int seed)
    {
        string[] sorted = [.. names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        return sorted.Length == 0 ? null : sorted[seed % sorted.Length];
    }

    /// <summary>Returns the names of the long tests from which a seed chooses.</summary>
    public static IEnumerable<string> Sampled() => typeof(LongTests).Assembly.GetTypes()
        .SelectMany(type => type.GetMethods()).Where(IsSampled).Select(method => method.Name);

    private static bool IsSampled(MethodInfo method) => method.GetCustomAttributes().OfType<ILongTest>().Any(test => test.IsSampled);
}
