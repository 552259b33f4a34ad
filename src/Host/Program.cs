using ActorMigrate.Host.Commands;
using ActorMigrate.Host.Composition;
using ActorMigrate.Host.Progress;
using ActorMigrate.Host.Terminal;
using ActorMigrate.Migration;
using Microsoft.Extensions.Logging;

namespace ActorMigrate.Host;

/// <summary>The process: its arguments in, its exit code out.</summary>
internal static class Program
{
    // The version is asked for by scripts and humans alike, so nothing else is loaded for it.
    public static Task<int> Main(string[] arguments)
    {
        if (arguments is ["--version"])
            return Version();
        return OpenFiles.Refusal() is { } refused ? Task.FromResult(refused) : RunAsync(arguments);
    }

    private static Task<int> Version()
    {
        try
        {
            Console.Out.WriteLine(ToolVersion.OfProgram);
            return Task.FromResult(0);
        }
        catch (IOException full)
        {
            Console.Error.WriteLine($"actormigrate: {new OutputException(full).Message}");
            return Task.FromResult((int)Outcome.Refused);
        }
    }

    private static async Task<int> RunAsync(string[] arguments)
    {
        var surroundings = Surroundings.OfProcess();
        AppDomain.CurrentDomain.UnhandledException += (_, unhandled) =>
            EndWith((Exception)unhandled.ExceptionObject, arguments, surroundings);
        using var interrupts = new Interrupts(() => SayLast(arguments, surroundings), Environment.Exit);
        return await CommandLine.RunAsync(arguments, CompositionRoot.Runners, surroundings, interrupts.Token).ConfigureAwait(false);
    }

    /// <summary>Gives the terminal back, and says what is left when the process is ended at once.</summary>
    internal static void SayLast(string[] arguments, Surroundings surroundings)
    {
        if (surroundings.ErrorIsTerminal)
            surroundings.Error.Write(FramePainter.Restore);
        var words = surroundings.Left.Words;
        if (LogChoice.IsJson(arguments, surroundings.Environment))
            surroundings.Log(new LogLine(surroundings.Time.GetUtcNow(), LogLevel.Warning, null, "actormigrate", words));
        else
            surroundings.Error.WriteLine("actormigrate: " + words);
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
