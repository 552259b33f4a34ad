using System.Text.RegularExpressions;
using ActorMigrate.Host.Wording;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using Akka.Configuration;
using Akka.Configuration.Hocon;

namespace ActorMigrate.Host.Settings;

/// <summary>Settings from a HOCON text: the reference or a user's file.</summary>
internal sealed partial class HoconLayer : ISettingLayer
{
    private const string ActorSystemGroup = "akka";
    private const string NoSuchValue = "Unresolved substitution:";

    private readonly string _name;
    private readonly KeyLines _lines;

    private HoconLayer(string name, string text, Config config)
    {
        _name = name;
        Config = config;
        _lines = KeyLines.Of(text);
    }

    /// <summary>The parsed text.</summary>
    public Config Config { get; }

    /// <summary>Reads <paramref name="text"/>; <paramref name="name"/> is how messages call it.</summary>
    public static HoconLayer Parse(string name, string text)
    {
        if (Substitution.Of(text).FirstOrDefault(one => one.Name.StartsWith('?')) is { } optional)
            throw Unresolved(name, optional);
        try
        {
            var layer = new HoconLayer(name, text, ConfigurationFactory.ParseString(text));
            if (layer._lines.Unbalanced is var (group, line))
                throw new FormatException(
                    $"line {line}: {(group is null ? "this brace closes no group" : $"the group {group} is not closed")}");
            return layer;
        }
        catch (Exception e) when (e is not RefusedException)
        {
            if (e.Message.StartsWith(NoSuchValue, StringComparison.Ordinal)
                && Substitution.Of(text).FirstOrDefault(one => e.Message[NoSuchValue.Length..].Trim() == one.Name) is { } unresolved)
                throw Unresolved(name, unresolved);
            // The parser's exceptions have no type in common; reading a text can fail by its syntax only.
            throw new RefusedException(Outcome.BadUsage, $"{name}: {WithLine(e.Message, text)}",
                "Correct the file; its syntax is HOCON, as in hocon/reference.conf.", e);
        }
    }

    private static RefusedException Unresolved(string name, Substitution found) => new(
        Outcome.BadUsage,
        $"{name}: line {found.Line}: {found.Text} names no value of this file; values of the environment are not substituted.",
        "Give the value itself, or set the setting's own environment variable, which wins over the file: docs/cli.md lists them all.");

    /// <summary>Returns the parser's message with the line and column of the position that it names, both from 1; unchanged where it
    /// names none.</summary>
    private static string WithLine(string message, string text)
    {
        if (Position().Match(message) is not { Success: true } found || !int.TryParse(found.Groups["at"].ValueSpan, out var at)
            || at > text.Length)
            return message;
        var before = text.AsSpan(0, at);
        var column = at - before.LastIndexOf('\n');
        return $"line {before.Count('\n') + 1}, column {column}: {message.Remove(found.Index, found.Length)}";
    }

    [GeneratedRegex(@" at position (?<at>\d+)")]
    private static partial Regex Position();

    /// <summary>Reads the file at <paramref name="path"/>.</summary>
    public static HoconLayer Load(string path)
    {
        try
        {
            return Parse(path, File.ReadAllText(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(
                Outcome.BadUsage, $"The configuration file {path} cannot be read: {FileFaults.Cause(path, e)}.",
                "Name a readable file with --config.", e);
        }
    }

    public GivenValue? Find(Setting setting, Problems problems)
    {
        if (Config.GetValue(setting.FullKey) is not { } value)
            return null;
        var origin = Place(setting.FullKey);
        if (value.IsString())
            return new GivenValue(TextsOf(setting, value.GetString() ?? ""), origin);
        if (value.IsObject())
            problems.Add($"{setting.Name} is a group of settings in {origin}, but must be {setting.Allowed}");
        else if (setting.Shape != SettingShape.List)
            problems.Add($"{setting.Name} is a list in {origin}, but must be {setting.Allowed}");
        return new GivenValue(value.IsObject() || setting.Shape != SettingShape.List ? [] : [.. value.GetStringList()], origin);
    }

    private static IReadOnlyList<string> TextsOf(Setting setting, string text) =>
        setting.Shape == SettingShape.List ? ListText.Split([text]) : [text];

    public void ReportUnknown(Problems problems)
    {
        foreach (var (key, value) in Config.AsEnumerable())
        {
            if (key == Setting.Root)
                ReportUnknown(key, value, problems);
            else if (key != ActorSystemGroup)
                problems.Add(Unknown(key));
        }
    }

    private void ReportUnknown(string path, HoconValue value, Problems problems)
    {
        var isGroup = path == Setting.Root
            || KnownSettings.All.Any(known => known.FullKey.StartsWith(path + ".", StringComparison.Ordinal));
        if (!isGroup)
        {
            if (!KnownSettings.All.Any(known => known.FullKey == path))
                problems.Add(Unknown(path));
            return;
        }

        if (!value.IsObject())
            problems.Add($"{path} in {Place(path)} is a group of settings; write {path} {{ … }}");
        foreach (var (key, inner) in value.GetObject()?.Items ?? [])
            ReportUnknown($"{path}.{key}", inner, problems);
    }

    private string Unknown(string path)
    {
        var nearest = Spelling.Nearest(path, KnownSettings.All.Select(setting => setting.FullKey));
        return $"{path} in {Place(path)} is not a setting; "
            + (nearest is null ? "hocon/reference.conf lists them all" : $"did you mean {nearest}?");
    }

    /// <summary>Returns the file with the line of <paramref name="path"/>, where it is known.</summary>
    private string Place(string path) => _lines.LineOf(path) is { } line ? $"{_name}:{line}" : _name;
}
