using ActorMigrate.Host.Settings;

namespace ActorMigrate.Host.Commands;

/// <summary>The groups in which help shows flags.</summary>
internal enum FlagGroup
{
    /// <summary>The command's own.</summary>
    Own,

    /// <summary>The source and the target.</summary>
    Connections,

    /// <summary>The scope and its names in the target.</summary>
    Scope,

    /// <summary>The treatment of objects.</summary>
    Objects,

    /// <summary>The splitting, copying and comparing of tables.</summary>
    Copying,

    /// <summary>This node, its slots and rates.</summary>
    Node,

    /// <summary>Notifications to people elsewhere.</summary>
    Notifications,

    /// <summary>The page in a browser.</summary>
    Dashboard,

    /// <summary>Output on the terminal and in files.</summary>
    Output,
}

/// <summary>Examples and groups of the help.</summary>
internal static class HelpTexts
{
    private const string Both = "--source postgres://old/db --target postgres://new/db";
    private const string Target = "--target postgres://new/db";

    /// <summary>Returns the commands, grouped by when they are needed.</summary>
    public static IReadOnlyList<(string Title, IReadOnlyList<string> Names)> Commands { get; } =
    [
        ("Before", ["demo", "check", "plan", "schema"]),
        ("Migrate", ["migrate", "worker", "resume", "validate"]),
        ("Watch and steer", ["status", "dashboard", "pause", "continue", "set", "drain", "stop"]),
        ("After", ["report", "cleanup"]),
        ("About the program", ["completion", "version"]),
    ];

    /// <summary>Lines that can be typed, by the command's name; the program's own under the empty one.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> Examples { get; } = new Dictionary<string, IReadOnlyList<string>>
    {
        [""] = ["actormigrate demo", $"actormigrate migrate {Both}"],
        ["migrate"] =
        [
            $"actormigrate migrate {Both}",
            "actormigrate migrate … --source-schema app --target-schema app_2024",
            "actormigrate migrate … --exclude-tables 'audit.*' --no-owner --no-privileges",
            "actormigrate migrate … --resume --report run.html",
            "actormigrate migrate … --plan plan.json",
            "actormigrate migrate … --dashboard",
        ],
        ["check"] = [$"actormigrate check {Both}", "actormigrate check … --deep --json"],
        ["plan"] = [$"actormigrate plan {Both}", "actormigrate plan … --json > plan.json",
            "actormigrate plan … --graph dot | dot -Tsvg > plan.svg"],
        ["validate"] = [$"actormigrate validate {Both}", "actormigrate validate … --validate full --repair"],
        ["worker"] = [$"actormigrate worker {Both} --wait", "actormigrate worker … --listen 10.0.0.7 --copy-slots 8"],
        ["resume"] = [$"actormigrate resume {Both}", "actormigrate resume … --new-snapshot"],
        ["report"] = ["actormigrate report --from run.json --to run.html", "actormigrate report --from run.json > run.md"],
        ["cleanup"] = [$"actormigrate cleanup {Target}"],
        ["status"] = [$"actormigrate status {Target} --watch", "actormigrate status … --json"],
        ["dashboard"] = [$"actormigrate dashboard {Target}", "actormigrate dashboard … --dashboard 10.0.0.5:8080 --dashboard-control"],
        ["pause"] = [$"actormigrate pause {Target}"],
        ["continue"] = [$"actormigrate continue {Target}"],
        ["stop"] = [$"actormigrate stop {Target}"],
        ["drain"] = [$"actormigrate drain {Target} --node db7"],
        ["set"] = [$"actormigrate set {Target} --max-rate 20MB", "actormigrate set … --node db7 --copy-slots 2 --index-slots 1"],
        ["schema"] = ["actormigrate schema --source postgres://old/db > db.sql", "actormigrate schema … --target-version 17 --no-owner"],
        ["demo"] = ["actormigrate demo", "actormigrate demo --scale 0.2 --keep", "actormigrate demo --nodes 3 --kill"],
        ["version"] = ["actormigrate version", "actormigrate --version"],
        ["completion"] =
            ["source <(actormigrate completion bash)", "actormigrate completion fish > ~/.config/fish/completions/actormigrate.fish"],
    };

    /// <summary>Returns the group of a flag: of its setting, or where it sets none, of its name.</summary>
    public static FlagGroup GroupOf(Setting? setting, string name) => setting?.Key switch
    {
        "source" or "target" => FlagGroup.Connections,
        "report" or "progress" or "log-level" or "log-format" => FlagGroup.Output,
        "validate" or "checksum-size" or "use-unlogged-tables" => FlagGroup.Copying,
        "node-name" => FlagGroup.Node,
        { } key when key.StartsWith("scope.", StringComparison.Ordinal) => FlagGroup.Scope,
        { } key when key.StartsWith("plan.", StringComparison.Ordinal) => FlagGroup.Copying,
        { } key when key.StartsWith("node.", StringComparison.Ordinal)
            || key.StartsWith("limits.", StringComparison.Ordinal) => FlagGroup.Node,
        { } key when key.StartsWith("notify.", StringComparison.Ordinal) => FlagGroup.Notifications,
        { } key when key.StartsWith("dashboard", StringComparison.Ordinal) => FlagGroup.Dashboard,
        { } => FlagGroup.Objects,
        null => name is "--json" or "--config" or "--quiet" or "--verbose" or "--graph" ? FlagGroup.Output : FlagGroup.Own,
    };

    /// <summary>Returns the group as the help calls it.</summary>
    public static string TitleOf(FlagGroup group) => group switch
    {
        FlagGroup.Own => "Flags",
        FlagGroup.Connections => "Connections",
        FlagGroup.Scope => "Scope",
        FlagGroup.Objects => "Objects",
        FlagGroup.Copying => "Copying and comparing",
        FlagGroup.Node => "Nodes, slots and rates",
        FlagGroup.Notifications => "Notifications",
        FlagGroup.Dashboard => "Dashboard",
        _ => "Settings file and output",
    };
}
