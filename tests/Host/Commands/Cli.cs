using ActorMigrate.Host.Commands;
using ActorMigrate.Host.Demo;
using ActorMigrate.Host.Progress;
using ActorMigrate.Host.Settings;
using ActorMigrate.Host.Terminal;
using ActorMigrate.Host.Tests.Dashboard;
using ActorMigrate.Host.Tests.Summary;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Summary;

namespace ActorMigrate.Host.Tests.Commands;

/// <summary>The command line with its streams caught and its runners replaced.</summary>
internal sealed class Cli : IDisposable
{
    private readonly StringWriter _out = new();
    private readonly StringWriter _error = new();

    public Dictionary<string, string> Environment { get; } = [];

    /// <summary>Takes the place of standard output, or null.</summary>
    public TextWriter? Output { get; set; }

    /// <summary>The clock of the command.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    public CancellationTokenSource Stop { get; } = new();

    /// <summary>The settings that the runner was given.</summary>
    public RunSettings? Settings { get; private set; }

    /// <summary>The work of the migration.</summary>
    public Func<IProgressSink, CancellationToken, Task<MigrationSummary>> Migration { get; set; } =
        (_, _) => Task.FromResult(Summaries.Of(Outcome.Succeeded, Summaries.Table("posts")));

    /// <summary>The work of the demonstration.</summary>
    public Func<DemoSettings, IDemoStage, CancellationToken, Task<Outcome>> Demo { get; set; } = (_, _, _) =>
        Task.FromResult(Outcome.Succeeded);

    /// <summary>The migration that a dashboard shows.</summary>
    public FakeWatch Watch { get; } = new();

    /// <summary>The answer that a user types; null where nobody can be asked.</summary>
    public string? Answer { get; set; }

    /// <summary>The cleaner, or null.</summary>
    public ICleaner? Cleaner { get; set; }

    public string Out => _out.ToString();

    public string Error => _error.ToString();

    public async Task<int> RunAsync(params string[] arguments)
    {
        var runners = new CommandRunners(
            () => new FakeRunner(this),
            _ => throw new InvalidOperationException("validation was called"),
            () => new FakeDemo(this))
        {
            Worker = _ => new FakeRunner(this),
            Dashboard = (settings, node) => Watch.Services(settings.Dashboard, node),
            Cleaner = _ => Cleaner ?? throw new InvalidOperationException("cleanup was called"),
        };
        var surroundings = new Surroundings
        {
            Out = Output ?? _out,
            Error = _error,
            In = Answer is null ? null : new StringReader(Answer),
            OutIsTerminal = false,
            ErrorIsTerminal = false,
            TerminalSize = () => (80, 24),
            Environment = Environment,
            Time = Time,
            Processors = 4,
        };
        return await CommandLine.RunAsync(arguments, runners, surroundings, Stop.Token);
    }

    /// <summary>Runs <c>migrate</c> between two databases with these further arguments.</summary>
    public Task<int> MigrateAsync(params string[] arguments) =>
        RunAsync(["migrate", "--source", "postgresql://u:s3cret@h/a", "--target", "host=h dbname=b password=s3cret", .. arguments]);

    public void Dispose() => Stop.Dispose();

    private sealed class FakeRunner(Cli cli) : IMigrationRunner
    {
        public Task<MigrationSummary> RunAsync(RunSettings settings, IProgressSink progress, CancellationToken cancellationToken)
        {
            cli.Settings = settings;
            return cli.Migration(progress, cancellationToken);
        }
    }

    private sealed class FakeDemo(Cli cli) : IDemo
    {
        public Task<Outcome> RunAsync(DemoSettings settings, IDemoStage stage, CancellationToken cancellationToken) =>
            cli.Demo(settings, stage, cancellationToken);
    }
}
