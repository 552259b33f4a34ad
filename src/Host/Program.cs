using System.Reflection;
using ActorMigrate.Host.Commands;
using ActorMigrate.Host.Composition;

namespace ActorMigrate.Host;

/// <summary>The process: its arguments in, its exit code out.</summary>
internal static class Program
{
    // The version is asked for by scripts and humans alike, so nothing else is loaded for it.
    public static Task<int> Main(string[] arguments) => arguments is ["--version"] ? Version() : RunAsync(arguments);

    private static Task<int> Version()
    {
        var version = typeof(Program).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion;
        Console.Out.WriteLine($"actormigrate {version}");
        return Task.FromResult(0);
    }

    private static async Task<int> RunAsync(string[] arguments)
    {
        var surroundings = Surroundings.OfProcess();
        using var interrupts = new Interrupts(surroundings.ErrorIsTerminal ? surroundings.Error : null, Environment.Exit);
        return await CommandLine.RunAsync(arguments, Parts.Runners, surroundings, interrupts.Token).ConfigureAwait(false);
    }
}
