using System.CommandLine;
using System.Text.Json;
using ActorMigrate.Coordinator.Planning;
using ActorMigrate.Host.Inspection;
using ActorMigrate.Host.Settings;
using ActorMigrate.Host.Terminal;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;

namespace ActorMigrate.Host.Commands;

/// <summary><c>actormigrate plan</c>: shows what a migration would do, and touches nothing in the target.</summary>
internal static class PlanCommand
{
    public static Command Of(CommandRunners runners, Surroundings surroundings)
    {
        var command = new Command("plan", "Show what a migration would do, with estimates of time and disk space; changes nothing.");
        var json = new Option<bool>("--json") { Description = "Print the whole plan as one JSON object." };
        var graph = new Option<string>("--graph")
            { Description = "Print the order of the tasks as the source of a graph.", HelpName = "mermaid|dot" };
        command.Options.Add(json);
        command.Options.Add(graph);
        var flags = new SettingFlags(command, KnownSettings.OfLooks, takesFile: true, showsProgress: false);
        CommandCall.Answer(command, flags, surroundings, async call =>
        {
            var write = WriterOf(call.Arguments.GetValue(json), call.Arguments.GetValue(graph), surroundings.OutWidth);
            var plan = await runners.Planner(call.Notice).PlanAsync(call.Settings(), call.CancellationToken).ConfigureAwait(false);
            write(plan, surroundings.Out);
            surroundings.Out.Flush();
            return plan.NotMigrated.All(left => left.Asked) ? Outcome.Succeeded : Outcome.FinishedWithFailures;
        });
        return command;
    }

    private static Action<MigrationPlan, TextWriter> WriterOf(bool json, string? graph, int? width) => (json, graph) switch
    {
        (true, not null) => throw new RefusedException(Outcome.BadUsage, "--json and --graph exclude each other.", "Give one of them."),
        (true, _) => (plan, output) => output.WriteLine(JsonSerializer.Serialize(PlanDocument.Of(plan), PlanJson.Default.PlanDocument)),
        (_, "mermaid") => (plan, output) => output.Write(PlanGraph.Of(plan).Mermaid()),
        (_, "dot") => (plan, output) => output.Write(PlanGraph.Of(plan).Dot()),
        (_, null) => (plan, output) => PlanView.Write(plan, output, width),
        _ => throw new RefusedException(Outcome.BadUsage, $"--graph is '{graph}', but must be one of mermaid, dot.",
            "Type --graph mermaid, or --graph dot for Graphviz."),
    };
}
