using System.CommandLine;
using ActorMigrate.Host.Settings;
using ActorMigrate.Host.Terminal;
using ActorMigrate.Host.Wording;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Directing;
using ActorMigrate.Migration.Failures;

namespace ActorMigrate.Host.Commands;

/// <summary><c>pause</c>, <c>continue</c>, <c>stop</c>, <c>drain</c> and <c>set</c>: steer a migration while it runs, from any machine that
/// reaches its target.</summary>
internal static class SteeringCommands
{
    private static readonly Setting[] _flags = [KnownSettings.Target, KnownSettings.Logging, KnownSettings.LogFormat];

    public static IEnumerable<Command> Of(CommandRunners runners, Surroundings surroundings) =>
    [
        Plain("pause", "Grant no more tasks of the running migration; running ones go on to their end.", DirectiveVerb.Pause,
            runners, surroundings),
        Plain("continue", "Grant tasks of a paused migration again.", DirectiveVerb.Continue, runners, surroundings),
        Plain("stop", "Stop the running migration cleanly, on all nodes; actormigrate resume goes on with it.", DirectiveVerb.Stop,
            runners, surroundings),
        Drain(runners, surroundings),
        Set(runners, surroundings),
    ];

    private static Command Plain(string name, string description, DirectiveVerb verb, CommandRunners runners, Surroundings surroundings)
    {
        var command = new Command(name, description);
        Answer(command, _ => new DirectiveDraft(verb), runners, surroundings);
        return command;
    }

    private static Command Drain(CommandRunners runners, Surroundings surroundings)
    {
        var command = new Command("drain", "Grant one node no more tasks; it leaves when those that it runs have ended.");
        var node = NodeOption();
        command.Options.Add(node);
        Answer(
            command,
            call => new DirectiveDraft(DirectiveVerb.Drain, call.Arguments.GetValue(node) is { Length: > 0 } name
                ? name
                : throw new RefusedException(
                    Outcome.BadUsage, "--node is missing: drain concerns one node.",
                    "Name the node with --node; actormigrate status shows the names.")),
            runners, surroundings);
        return command;
    }

    private static Command Set(CommandRunners runners, Surroundings surroundings)
    {
        var command = new Command("set", "Change slots and rates of the running migration, of all nodes or of one.");
        var copy = new Option<string>("--copy-slots") { Description = "Copies at a time, on each node.", HelpName = "N" };
        var index = new Option<string>("--index-slots")
            { Description = "Indexes, keys and constraints to build at a time, on each node.", HelpName = "N" };
        var rate = new Option<string>("--max-rate") { Description =
            "Bytes a second that all nodes together copy at most, or with --node that node; 0 sets no limit.", HelpName = "SIZE" };
        var node = NodeOption();
        foreach (var option in (Option[])[copy, index, rate, node])
            command.Options.Add(option);
        Answer(command, call => SetDirective.Read(
            call.Arguments.GetValue(node), call.Arguments.GetValue(copy), call.Arguments.GetValue(index), call.Arguments.GetValue(rate)),
                runners, surroundings);
        return command;
    }

    private static Option<string> NodeOption() =>
        new("--node") { Description = "The node, by its name in actormigrate status.", HelpName = "NAME" };

    private static void Answer(
        Command command, Func<CommandCall, DirectiveDraft> draftOf, CommandRunners runners, Surroundings surroundings)
    {
        var flags = new SettingFlags(command, _flags, takesFile: true, showsProgress: false);
        CommandCall.Answer(command, flags, surroundings, async call =>
        {
            var draft = draftOf(call);
            var settings = call.Settings(needsSource: false);
            var given = await runners.Steerer(call.Notice).GiveAsync(settings, draft, call.CancellationToken).ConfigureAwait(false);
            surroundings.Out.WriteLine(Printable.Line(DirectiveWords.Answer(draft, given)));
            return Outcome.Succeeded;
        });
    }
}
