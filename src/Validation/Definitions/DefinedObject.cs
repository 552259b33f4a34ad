using System.Text.Json;
using ActorMigrate.Migration.Objects;

namespace ActorMigrate.Validation.Definitions;

/// <summary>The identity of an object on both sides, with the target's name of its schema.</summary>
internal sealed record ObjectIdentity(string Kind, string? Schema, string Name)
{
    /// <summary>The name with its schema, where it has one.</summary>
    public string QualifiedName => Schema is null ? Name : $"{Schema}.{Name}";

    /// <inheritdoc />
    public override string ToString() => $"{Kind} {QualifiedName}";
}

/// <summary>One object with its properties, in words that both sides share. Pure.</summary>
internal sealed record DefinedObject(ObjectIdentity Identity, string? Table, IReadOnlyDictionary<string, string> Properties)
{
    /// <summary>Stands between the words of a list: names of roles hold any other character.</summary>
    public const char Between = '\0';

    private const string Owner = "(owner)";
    private const string Everybody = "PUBLIC";

    /// <summary>Returns the objects of <paramref name="definitions"/>, named as in the target.</summary>
    public static IReadOnlyDictionary<ObjectIdentity, DefinedObject> Of(
        IEnumerable<Definition> definitions, DefinitionNames names, DefinitionWords words) => definitions
            .GroupBy(one => new ObjectIdentity(
                one.Kind, names.Schema(one.Schema), one.Kind == ObjectKinds.Schema ? names.Schema(one.Name)! : NameOf(one, names, words)))
            .Select(group => Of(group.Key, [.. group], names, words))
            .ToDictionary(one => one.Identity);

    // The server quotes what it needs to in the names of columns and functions, and no others.
    private static string NameOf(Definition one, DefinitionNames names, DefinitionWords words) =>
        one.Kind == "column" || one.Name.EndsWith(')') ? words.Unquoted(names.Text(one.Name)) : names.Text(one.Name);

    private static DefinedObject Of(
        ObjectIdentity identity, IReadOnlyList<Definition> definitions, DefinitionNames names, DefinitionWords words)
    {
        var owner = definitions.FirstOrDefault(one => one.Property == "owner")?.Value;
        var properties = definitions.Where(one => one.Value is not null).ToDictionary(
            one => one.Property,
            one => one.Property switch
            {
                "owner" => names.Role(one.Value!),
                "privileges" => Listed(Pairs(one.Value!).Where(pair => words.IsKnownToBoth(pair.Privilege))
                    .Select(pair => $"{Grantee(pair.Role)}:{pair.Privilege}")),
                "roles" => Listed(Pairs(one.Value!).Select(pair => Grantee(pair.Role))),
                "comment" => one.Value!,
                _ => names.Text(one.Value!),
            });
        return new DefinedObject(identity, definitions[0].Table, properties);

        // The owner goes by a word that does not depend on its name.
        string Grantee(string? role) => role is null ? Everybody : role == owner ? Owner : Named(names.Role(role));
    }

    // A role may be called like everybody.
    private static string Named(string role) => role == Everybody ? $"\"{role}\"" : role;

    private static string Listed(IEnumerable<string> words) => string.Join(Between, words.Order(StringComparer.Ordinal));

    /// <summary>Reads a JSON array of arrays: the name of a role, null for all of them, and, where it is one, the privilege.</summary>
    private static IEnumerable<(string? Role, string Privilege)> Pairs(string json)
    {
        using var list = JsonDocument.Parse(json);
        return [.. list.RootElement.EnumerateArray()
            .Select(pair => (pair[0].GetString(), pair.GetArrayLength() > 1 ? pair[1].GetString()! : ""))];
    }
}
