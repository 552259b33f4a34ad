using System.CommandLine;
using ActorMigrate.Host.Settings;

namespace ActorMigrate.Host.Commands;

/// <summary>The flags of a command that set settings. Their help is the reference's description and default.</summary>
internal sealed class SettingFlags
{
    private readonly List<(Setting Setting, Option Option)> _flags = [];
    private readonly Option<bool> _json = new("--json") { Description = "Show progress as JSON lines; short for --progress json." };
    private readonly Option<bool> _quiet = new("--quiet")
        { Description = "Show no progress, only the summary and errors; short for --progress none." };
    private readonly Option<bool> _verbose = new("--verbose") { Description = "Show more log messages; short for --log-level info." };
    private readonly Option<string> _config = new("--config") { Description = "A HOCON file with settings.", HelpName = "FILE" };
    private readonly bool _takesFile;
    private readonly bool _showsProgress;

    /// <summary>Gives <paramref name="command"/> the flags of <paramref name="settings"/>, and <c>--json</c>, <c>--quiet</c> and
    /// <c>--verbose</c> where it shows progress.</summary>
    public SettingFlags(Command command, IEnumerable<Setting> settings, bool takesFile, bool showsProgress = true)
    {
        _takesFile = takesFile;
        _showsProgress = showsProgress;
        foreach (var setting in settings)
        {
            var option = OptionOf(setting);
            _flags.Add((setting, option));
            command.Options.Add(option);
        }

        if (takesFile)
            command.Options.Add(_config);
        if (!showsProgress)
            return;
        command.Options.Add(_json);
        command.Options.Add(_quiet);
        command.Options.Add(_verbose);
    }

    /// <summary>Returns the file of <c>--config</c>, or null.</summary>
    public string? File(ParseResult parsed) => _takesFile ? parsed.GetValue(_config) : null;

    /// <summary>Tells whether progress is to be shown as JSON, by a flag; needed before the settings are read.</summary>
    public bool WantsJson(ParseResult parsed) => _showsProgress && (parsed.GetValue(_json) || Is(parsed, KnownSettings.Progress, "json"));

    /// <summary>Tells whether nothing but the end is to be shown, by a flag.</summary>
    public bool WantsQuiet(ParseResult parsed) => _showsProgress && (parsed.GetValue(_quiet) || Is(parsed, KnownSettings.Progress, "none"));

    /// <summary>Returns true when a flag asks for debug messages. This is needed before the settings are read.</summary>
    public bool WantsDebug(ParseResult parsed) => Is(parsed, KnownSettings.Logging, "debug");

    /// <summary>Returns the settings that the command line gives, by key.</summary>
    public Dictionary<string, IReadOnlyList<string>> Given(ParseResult parsed)
    {
        var given = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var (setting, option) in _flags)
        {
            if (parsed.GetResult(option) is { Implicit: false } result)
                given[setting.Key] = result.Tokens.Count == 0 ? ["on"] : [.. result.Tokens.Select(token => token.Value)];
        }

        Short(given, parsed.GetValue(_json), KnownSettings.Progress, "json");
        Short(given, parsed.GetValue(_quiet), KnownSettings.Progress, "none");
        Short(given, parsed.GetValue(_verbose), KnownSettings.Logging, "info");
        return given;
    }

    /// <summary>Sets a flag that another one is short for. A flag that says otherwise is kept, so that the two are seen to
    /// disagree.</summary>
    private static void Short(Dictionary<string, IReadOnlyList<string>> given, bool isGiven, Setting setting, string value)
    {
        if (isGiven)
            given[setting.Key] = given.TryGetValue(setting.Key, out var other) && !(other is [var same] && same == value)
                ? [.. other, value]
                : [value];
    }

    private bool Is(ParseResult parsed, Setting setting, string value) =>
        Given(parsed).GetValueOrDefault(setting.Key) is [var given] && given == value;

    private static Option OptionOf(Setting setting)
    {
        var description = Reference.Describe(setting) + DefaultOf(setting);
        return setting.Shape switch
        {
            SettingShape.Switch => new Option<bool>(setting.Flag) { Description = description },
            SettingShape.Optional => new Option<string>(setting.Flag)
                { Description = description, HelpName = $"[{PlaceholderOf(setting)}]", Arity = ArgumentArity.ZeroOrOne },
            SettingShape.List => new Option<string[]>(setting.Flag)
                { Description = description, HelpName = ItemsOf(setting), Arity = ArgumentArity.OneOrMore },
            _ => new Option<string>(setting.Flag) { Description = description, HelpName = PlaceholderOf(setting) },
        };
    }

    private static string DefaultOf(Setting setting) =>
        setting.Shape == SettingShape.Single && Reference.DefaultOf(setting) is { Length: > 0 } text ? $" [{text}]" : "";

    private static string ItemsOf(Setting setting) => setting.Allowed.Split(' ')[0] switch
    {
        "pairs" => "OLD=NEW,…",
        "kinds" => "KIND,…",
        "start," => "EVENT,…",
        "e-mail" => "ADDRESS,…",
        _ => "PATTERN,…",
    };

    private static string PlaceholderOf(Setting setting) => setting switch
    {
        { Shape: SettingShape.Secret, Name: "webhook-url" } => "URL",
        { Shape: SettingShape.Secret } => "URI",
        { Allowed: var allowed } when allowed.StartsWith("one of ", StringComparison.Ordinal) =>
            allowed["one of ".Length..].Replace(", ", "|", StringComparison.Ordinal),
        { Allowed: var allowed } when allowed.Contains("number", StringComparison.Ordinal) => "N",
        { Allowed: var allowed } when allowed.Contains("size", StringComparison.Ordinal) => "SIZE",
        { Allowed: var allowed } when allowed.Contains("address", StringComparison.Ordinal) => "ADDRESS",
        { Allowed: var allowed } when allowed.Contains("file", StringComparison.Ordinal) => "FILE",
        _ => "NAME",
    };
}
