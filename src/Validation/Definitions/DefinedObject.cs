namespace ActorMigrate.Validation;

/// <summary>The identity of an object on both sides, with the target's name of its schema.</summary>
internal sealed record ObjectIdentity(string Kind, string? Schema, string Name)
{
    /// <inheritdoc />
    public override string ToString() => Schema is null ? $"{Kind} {Name}" : $"{Kind} {Schema}.{Name}";
}

/// <summary>One object with its properties, in words that both sides share. Pure.</summary>
internal sealed record DefinedObject(ObjectIdentity Identity, string? Table, IReadOnlyDictionary<string, string> Properties)
{
    private const string Owner = "(owner)";

    /// <summary>The objects of <paramref name="definitions"/>, named as in the target.</summary>
    public static IReadOnlyDictionary<ObjectIdentity, DefinedObject> Of(
        IEnumerable<Definition> definitions, DefinitionNames names, DefinitionWords words) => definitions
            .GroupBy(one => new ObjectIdentity(one.Kind, names.Schema(one.Schema), one.Kind == "schema" ? names.Schema(one.Name)! : names.Text(one.Name)))
            .Select(group => Of(group.Key, [.. group], names, words))
            .ToDictionary(one => one.Identity);

    private static DefinedObject Of(ObjectIdentity identity, IReadOnlyList<Definition> definitions, DefinitionNames names, DefinitionWords words)
    {
        var owner = definitions.FirstOrDefault(one => one.Property == "owner")?.Value;
        var properties = definitions.Where(one => one.Value is not null).ToDictionary(
            one => one.Property,
            one => one.Property switch
            {
                "owner" => names.Role(one.Value!),
                "privileges" => Listed(one.Value!, word => words.IsKnownToBoth(word) ? Privilege(word, owner, names) : null),
                "roles" => Listed(one.Value!, names.Role),
                "comment" => one.Value!,
                _ => names.Text(one.Value!),
            });
        return new DefinedObject(identity, definitions[0].Table, properties);
    }

    private static string Listed(string list, Func<string, string?> word) =>
        string.Join(' ', list.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(word).OfType<string>().Order(StringComparer.Ordinal));

    /// <summary>The privilege with its grantee's name in the target; the owner goes by a word that does not depend on its name.</summary>
    private static string Privilege(string word, string? owner, DefinitionNames names)
    {
        var end = word.LastIndexOf(':');
        if (end < 0)
            return word;
        var role = word[..end].Trim('"');
        return (role == owner ? Owner : names.Role(role)) + word[end..];
    }
}
