using System.CommandLine;
using System.Globalization;
using ActorMigrate.Host.Settings;
using ActorMigrate.Host.Terminal;
using ActorMigrate.Host.Wording;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Migration.Summary;

namespace ActorMigrate.Host.Commands;

/// <summary><c>actormigrate schema</c>: prints the DDL that a migration would run, for psql or for reading.</summary>
internal static class SchemaCommand
{
    private const int OldestTarget = 13;
    private const int NewestTarget = 18;

    private static readonly Setting[] _flags =
    [
        KnownSettings.Source, KnownSettings.SourceSchema, KnownSettings.TargetSchema, KnownSettings.MapSchema, KnownSettings.IncludeTables,
        KnownSettings.ExcludeTables,
        KnownSettings.SchemaOnly, KnownSettings.NoOwner, KnownSettings.NoPrivileges, KnownSettings.RoleMap, KnownSettings.Roles,
        KnownSettings.DatabaseSettings, KnownSettings.SkipExtensions, KnownSettings.Skip, KnownSettings.Logging, KnownSettings.LogFormat,
    ];

    public static Command Of(CommandRunners runners, Surroundings surroundings)
    {
        var command = new Command("schema", "Print the DDL that a migration would run, in order, as a script for psql.");
        var version = new Option<string>("--target-version")
        {
            Description = "The major version of PostgreSQL to write the script for; by default the source's.",
            HelpName = "N",
        };
        var flags = new SettingFlags(command, _flags, takesFile: true, showsProgress: false);
        command.Options.Add(version);
        CommandCall.Answer(command, flags, surroundings, async call =>
        {
            var settings = call.Settings(needsTarget: false);
            var major = Major(call.Arguments.GetValue(version));
            var schema = runners.Schema(call.Notice);
            return Tell(await schema.WriteAsync(settings, major, surroundings.Out, call.CancellationToken).ConfigureAwait(false),
                surroundings.Error);
        });
        return command;
    }

    private static Outcome Tell(IReadOnlyList<NotMigrated> left, TextWriter error)
    {
        foreach (var one in left)
            error.WriteLine(Printable.Line($"Left out: {one.Kind} {one.Name}: {one.Reason}"));
        return left.All(one => one.Asked) ? Outcome.Succeeded : Outcome.FinishedWithFailures;
    }

    private static int? Major(string? text) => text switch
    {
        null => null,
        _ when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var major)
            && major is >= OldestTarget and <= NewestTarget => major,
        _ => throw new RefusedException(
            Outcome.BadUsage,
            $"--target-version is '{text}', but must be a major version of PostgreSQL from {OldestTarget} to {NewestTarget}.",
            $"Type --target-version {NewestTarget}, or leave it out for the source's own version."),
    };
}
