using ActorMigrate.Host.Commands;
using ActorMigrate.Host.Composition;
using ActorMigrate.Host.Terminal;

namespace ActorMigrate.Host;

/// <summary>The process: its arguments in, its exit code out.</summary>
internal static class Program
{
    // The version is asked for by scripts and humans alike, so nothing else is loaded for it.
    public static Task<int> Main(string[] arguments) => arguments is ["--version"] ? Version() : RunAsync(arguments);

    private static Task<int> Version()
    {
        Console.Out.WriteLine(ToolVersion.OfProgram);
        return Task.FromResult(0);
    }

    private static async Task<int> RunAsync(string[] arguments)
    {
        var surroundings = Surroundings.OfProcess();
        AppDomain.CurrentDomain.UnhandledException += (_, unhandled) =>
            EndWith((Exception)unhandled.ExceptionObject, arguments, surroundings);
        using var interrupts = new Interrupts(surroundings.ErrorIsTerminal ? surroundings.Error : null, Environment.Exit);
        return await CommandLine.RunAsync(arguments, CompositionRoot.Runners, surroundings, interrupts.Token).ConfigureAwait(false);
    }

    // A failure outside of any command, on whatever thread, is printed like one inside.
    private static void EndWith(Exception exception, string[] arguments, Surroundings surroundings)
    {
        var ending = Ending.Of(exception, CancellationToken.None);
        var debug = arguments.Contains("debug");
        if (LogChoice.IsJson(arguments, surroundings.Environment))
            surroundings.Log(Errors.LineOf(ending, debug, surroundings.Time.GetUtcNow()));
        else
            Errors.Write(surroundings.Error, ending, debug);
        Environment.Exit((int)ending.Outcome);
    }
}
