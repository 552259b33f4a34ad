using ActorMigrate.Host.Commands;
using ActorMigrate.Host.Composition;
using ActorMigrate.Host.Terminal;
using ActorMigrate.TestServers;

namespace ActorMigrate.EndToEnd.Tests.Running;

/// <summary>The whole program within this process: its command line with its real parts, and its streams caught.</summary>
internal static class Cli
{
    /// <summary>Runs <c>migrate</c> between two databases with these further arguments.</summary>
    public static Task<CommandRun> MigrateAsync(TestDatabase source, TestDatabase target, params string[] arguments) =>
        RunAsync(["migrate", "--source", source.Noted().Uri, "--target", target.Noted().Uri, .. arguments]);

    /// <summary>Runs <c>migrate</c> between two connection texts with these further arguments.</summary>
    public static Task<CommandRun> MigrateAsync(string source, string target, params string[] arguments) =>
        RunAsync(["migrate", "--source", source, "--target", target, .. arguments]);

    /// <summary>Runs a command.</summary>
    public static Task<CommandRun> RunAsync(params string[] arguments) => RunAsync(arguments, [], default);

    /// <summary>Runs a command in an environment of its own until it ends or is stopped.</summary>
    public static async Task<CommandRun> RunAsync(string[] arguments, Dictionary<string, string> environment, CancellationToken stop)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var exitCode = await RunAsync(arguments, environment, output, error, stop).WaitAsync(Patience.ForARun);
        return new CommandRun(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>Runs a command that prints to these; answers with its exit code.</summary>
    public static Task<int> RunAsync(
        string[] arguments, Dictionary<string, string> environment, TextWriter output, TextWriter error, CancellationToken stop) =>
        CommandLine.RunAsync(
            arguments, CompositionRoot.Runners,
            new Surroundings
            {
                Out = TextWriter.Synchronized(output),
                Error = TextWriter.Synchronized(error),
                OutIsTerminal = false,
                ErrorIsTerminal = false,
                TerminalSize = () => (120, 40),
                Environment = environment,
                Time = TimeProvider.System,
                Processors = 2,
            },
            stop);
}
