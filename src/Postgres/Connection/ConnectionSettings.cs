using System.Globalization;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;

namespace ActorMigrate.Postgres.Connection;

/// <summary>A parameter's value and where it came from, for messages.</summary>
internal sealed record ConnectionSetting(string Value, string Origin);

/// <summary>One side's parameters, gathered in libpq's order: the text, the service, the
/// environment. Defaults come last, from the readers.</summary>
internal sealed class ConnectionSettings
{
    private readonly Dictionary<string, ConnectionSetting> _settings = new(StringComparer.Ordinal);
    private readonly List<string> _notes = [];

    private ConnectionSettings(string role) => Role = role;

    /// <summary><c>source</c> or <c>target</c>.</summary>
    public string Role { get; }

    /// <summary>Parameters that were accepted without effect, one sentence each.</summary>
    public IReadOnlyList<string> Notes => _notes;

    /// <summary>Gathers the parameters; an unknown one, or one that cannot be honoured, is refused.</summary>
    public static ConnectionSettings Gather(string text, string role, ConnectionEnvironment environment)
    {
        var settings = new ConnectionSettings(role);
        settings.Add(ConnectionSyntax.Read(text, role), $"in the {role}'s connection text");
        var service = settings.ValueOf("service", "PGSERVICE", environment);
        if (service is not null)
        {
            var file = settings.ValueOf("servicefile", "PGSERVICEFILE", environment);
            var (parameters, path) = ServiceFile.Read(service, file, role, environment);
            settings.Add(parameters, $"in service \"{service}\" of {path}");
        }

        settings.AddEnvironment(environment);
        return settings;
    }

    /// <summary>The parameter's value, or null where it is not set or empty.</summary>
    public string? this[string name] => Find(name)?.Value;

    /// <summary>Returns the parameter with its origin, or null where it is not set or empty.</summary>
    public ConnectionSetting? Find(string name) =>
        _settings.TryGetValue(name, out var setting) && setting.Value.Length > 0 ? setting : null;

    /// <summary>Returns a whole number, or null where it is not set.</summary>
    public int? Integer(string name)
    {
        if (Find(name) is not { } setting)
            return null;
        return int.TryParse(setting.Value.AsSpan().Trim(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Invalid(name, "is not a whole number", "Give a whole number.");
    }

    /// <summary>Returns the choice that the value names, or null where it is not set.</summary>
    public T? Choice<T>(string name, IReadOnlyDictionary<string, T> choices)
        where T : struct
    {
        if (Find(name) is not { } setting)
            return null;
        return choices.TryGetValue(setting.Value, out var choice)
            ? choice
            : throw Invalid(name, "is none of its values", $"Use one of: {string.Join(", ", choices.Keys)}.");
    }

    /// <summary>Returns a refusal of a parameter's value, naming it and its origin.</summary>
    public RefusedException Invalid(string name, string cause, string remedy)
    {
        var setting = Find(name);
        return new RefusedException(Outcome.BadUsage, $"{name} \"{setting?.Value}\" ({setting?.Origin}) {cause}.", remedy);
    }

    /// <summary>Adds a sentence to <see cref="Notes"/>.</summary>
    public void Note(string? note)
    {
        if (note is not null)
            _notes.Add(note);
    }

    private string? ValueOf(string name, string variable, ConnectionEnvironment environment) =>
        this[name] ?? (environment.Variable(variable) is { Length: > 0 } value ? value : null);

    private void Add(IReadOnlyDictionary<string, string> parameters, string origin)
    {
        foreach (var (name, value) in parameters)
            Add(name, new ConnectionSetting(value, origin));
    }

    private void AddEnvironment(ConnectionEnvironment environment)
    {
        foreach (var parameter in ConnectionParameter.All)
        {
            if (parameter.Variable is not null && environment.Variable(parameter.Variable) is { Length: > 0 } value)
                Add(parameter.Name, new ConnectionSetting(value, $"from {parameter.Variable}"));
        }

        if (environment.Variable("PGREQUIRESSL") == "1")
            Add("sslmode", new ConnectionSetting("require", "from PGREQUIRESSL"));
    }

    private void Add(string name, ConnectionSetting setting)
    {
        var parameter = ConnectionParameter.Find(name) ?? throw Unknown(name, setting.Origin);
        if (!_settings.TryAdd(name, setting) || setting.Value.Length == 0)
            return;
        if (parameter.Harmless.Contains(setting.Value))
            return;
        if (parameter.Use == ParameterUse.Refused)
            throw new RefusedException(
                Outcome.BadUsage, $"The connection parameter {name} ({setting.Origin}) cannot be honoured.", RemedyFor(parameter));
        if (parameter.Use == ParameterUse.Noted)
            Note($"The {Role}'s connection parameter {name} ({setting.Origin}) has no effect.");
    }

    private static RefusedException Unknown(string name, string origin)
    {
        // A word that does not look like a parameter's name may be a piece of a password that was not quoted.
        var isName = name.Length > 0 && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_');
        return new RefusedException(
            Outcome.BadUsage,
            isName ? $"\"{name}\" ({origin}) is not a connection parameter." : $"A name {origin} is not a connection parameter.",
            $"The nearest one is \"{ConnectionParameter.Nearest(name)}\". Inside a value, percent-encode & as %26 and = as %3D in a URI; "
                + "elsewhere put it in single quotes.");
    }

    private static string RemedyFor(ConnectionParameter parameter) => parameter.Harmless.Length == 0
        ? "Leave it out, if the connection is safe without it."
        : $"Leave it out, or use {string.Join(" or ", parameter.Harmless)}.";
}
