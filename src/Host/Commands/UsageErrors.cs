using System.CommandLine;
using System.CommandLine.Parsing;
using ActorMigrate.Host.Settings;
using ActorMigrate.Host.Terminal;
using ActorMigrate.Migration;

namespace ActorMigrate.Host.Commands;

/// <summary>Says in plain words what is wrong with a command line. An argument that could hold a password is not repeated.</summary>
internal static class UsageErrors
{
    /// <summary>Returns the first error of usage, or null.</summary>
    public static Ending? Of(ParseResult parsed)
    {
        if (parsed.Errors.Count == 0)
            return null;
        var command = parsed.CommandResult.Command;
        var path = command is RootCommand ? "actormigrate" : $"actormigrate {command.Name}";
        var messages = Telling(parsed.UnmatchedTokens, command).Select(token => Unknown(token, command))
            .Concat(parsed.Errors.Where(error => !IsAboutUnmatched(error.Message, parsed)).Select(Words))
            .Distinct().ToList();
        return new Ending(Outcome.BadUsage, string.Join('\n', messages), $"Type {path} --help to see what it takes.");
    }

    /// <summary>Returns the words that are worth a message. The word after an unknown flag is most likely its value; behind a word that
    /// is no command, no flag can be known.</summary>
    private static IReadOnlyList<string> Telling(IReadOnlyList<string> unmatched, Command command)
    {
        if (command is RootCommand && unmatched is [var word, ..] && !word.StartsWith('-'))
            return [word];
        var flags = unmatched.Where(token => token.StartsWith('-')).ToList();
        return flags.Count > 0 ? flags : unmatched;
    }

    private static bool IsAboutUnmatched(string message, ParseResult parsed) =>
        parsed.UnmatchedTokens.Any(token => message.Contains(token, StringComparison.Ordinal))
        || (parsed.UnmatchedTokens.Count > 0 && message.StartsWith("Required command", StringComparison.Ordinal));

    /// <summary>Puts the library's words into others: it names types of .NET, which say nothing to the user who typed the flag.</summary>
    private static string Words(ParseError error)
    {
        if (error.SymbolResult is not OptionResult { Option: var flag, Tokens: var tokens })
            return error.Message;
        return tokens switch
        {
            [] when error.Message.StartsWith("Required argument", StringComparison.Ordinal) =>
                $"{flag.Name} needs a value: {flag.Name} {flag.HelpName}".TrimEnd() + ".",
            [var token] when error.Message.StartsWith("Cannot parse", StringComparison.Ordinal) =>
                $"{flag.Name} is '{Shown(token.Value)}', but {Must(flag.ValueType)}.",
            [_, _, ..] when error.Message.Contains("expects a single argument", StringComparison.Ordinal) =>
                $"{flag.Name} is given {tokens.Count} times, but takes one value.",
            _ => error.Message,
        };
    }

    private static string Must(Type type) => Type.GetTypeCode(Nullable.GetUnderlyingType(type) ?? type) switch
    {
        TypeCode.Double => "must be a number",
        _ => "must be a whole number",
    };

    private static string Unknown(string token, Command command)
    {
        if (token.StartsWith('-'))
            return UnknownFlag(token.Split('=')[0], command);
        if (command is RootCommand)
            return $"'{Shown(token)}' is not a command" + Suggestion(token, command.Subcommands.Select(known => known.Name));
        return $"{command.Name} does not take the argument '{Shown(token)}'; every value needs its flag.";
    }

    private static string UnknownFlag(string flag, Command command)
    {
        var where = command is RootCommand ? "without a command" : $"of {command.Name}";
        return $"{flag} is not a flag {where}" + (Counterparts.Of(flag, command) is { } counterpart
            ? "; " + counterpart
            : KeptSetting(flag, command) ?? Suggestion(flag, command.Options.Select(option => option.Name)));
    }

    /// <summary>Returns the words for a setting that a recorded migration has already, or null.</summary>
    private static string? KeptSetting(string flag, Command command) =>
        command.Name is "resume" or "worker" && KnownSettings.All.Any(setting => setting.Flag == flag)
            ? "; the migration keeps what it was begun with"
                + (flag == KnownSettings.MaxRate.Flag ? $", and actormigrate set {flag} changes it." : ".")
            : null;

    private static string Suggestion(string token, IEnumerable<string> known) =>
        Spelling.Nearest(token, known) is { } nearest ? $"; did you mean {nearest}?" : ".";

    private static string Shown(string token) => token.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') ? token : "…";
}
