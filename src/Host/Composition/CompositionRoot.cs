using ActorMigrate.Host.Commands;
using ActorMigrate.Host.Dashboard;
using ActorMigrate.Host.Demo;
using ActorMigrate.Host.Wording;

namespace ActorMigrate.Host.Composition;

/// <summary>Composes the program: each command gets its runner.</summary>
internal static class CompositionRoot
{
    /// <summary>The runners of the commands.</summary>
    public static CommandRunners Runners { get; } = new(
        () => new MigrationRunner(TimeProvider.System),
        repair => new ValidationRunner(TimeProvider.System, repair),
        () => new Demonstration(TimeProvider.System))
    {
        BeginOrResume = () => new BeginOrResumeRunner(TimeProvider.System),
        Worker = wait => new WorkerRunner(TimeProvider.System, wait),
        Resume = lost => new ResumeRunner(TimeProvider.System, lost),
        Cleaner = tell => new Cleaner(TimeProvider.System, tell),
        Status = tell => new StatusReader(TimeProvider.System, tell),
        Checker = tell => new Checker(TimeProvider.System, tell),
        Steerer = tell => new Steerer(TimeProvider.System, tell),
        Dashboard = (settings, node) => new DashboardServices
        {
            Options = settings.Dashboard,
            Watch = new MigrationWatch(settings.Target),
            SteerAsync = async (draft, stop) =>
                DirectiveWords.Answer(draft, await new Steerer(TimeProvider.System, _ => { }).GiveAsync(settings, draft, stop)),
            Node = node,
            Time = TimeProvider.System,
        },
        Planner = tell => new Planner(TimeProvider.System, tell),
        Schema = tell => new SchemaRunner(TimeProvider.System, tell),
    };
}
