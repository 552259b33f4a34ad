using System.Text.RegularExpressions;
using ActorMigrate.Migration.Options;
using ActorMigrate.Postgres;

namespace ActorMigrate.Validation.Definitions;

/// <summary>The names of schemas and roles of one side, as they are in the target. Pure.</summary>
internal sealed partial class DefinitionNames
{
    private readonly Dictionary<string, string> schemas;
    private readonly IReadOnlyDictionary<string, string> roles;

    private DefinitionNames(Dictionary<string, string> schemas, IReadOnlyDictionary<string, string> roles) =>
        (this.schemas, this.roles) = (schemas, roles);

    /// <summary>Returns the source's names.</summary>
    public static DefinitionNames OfSource(MigrationScope scope, IReadOnlyDictionary<string, string> roles)
    {
        var schemas = scope.RenamedSchemas().ToDictionary(schema => schema, scope.MapSchema);
        foreach (var renamed in schemas.Values.Except(schemas.Keys).ToList())
            schemas[renamed] = renamed;
        return new DefinitionNames(schemas, roles);
    }

    /// <summary>Returns the target's names, which stay; those of renamed schemas are only quoted as the source's come to be.</summary>
    public static DefinitionNames OfTarget(MigrationScope scope) =>
        new(scope.RenamedSchemas().Select(scope.MapSchema).Distinct().ToDictionary(schema => schema), new Dictionary<string, string>());

    /// <summary>Returns the schema's name in the target.</summary>
    public string? Schema(string? schema) => schema is null ? null : schemas.GetValueOrDefault(schema, schema);

    /// <summary>Returns the role's name in the target.</summary>
    public string Role(string role) => roles.GetValueOrDefault(role, role);

    /// <summary>Returns the text with each renamed schema under its name in the target, wherever it qualifies a name.</summary>
    public string Text(string text) => schemas.Count == 0 ? text : Qualifier().Replace(text, match =>
    {
        var name = match.Value[0] == '"' ? Identifier.Unquote(match.Value) : match.Value;
        return schemas.TryGetValue(name, out var known) ? Identifier.Quote(known) : match.Value;
    });

    [GeneratedRegex("""(?<![\w.$"])("(?:[^"]|"")+"|[A-Za-z_\u0080-\uffff][\w$]*)(?=\.)""", RegexOptions.CultureInvariant)]
    private static partial Regex Qualifier();
}
