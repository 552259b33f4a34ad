using System.Globalization;
using System.Text.Json;

namespace ActorMigrate.EndToEnd.Tests.Running;

/// <summary>Validates JSON against a schema of <c>docs/</c>. It knows the words that those schemas use, refuses any other, and is stricter
/// than JSON Schema in one point: a property that the schema does not name is an error.</summary>
internal sealed class JsonSchema(JsonElement root)
{
    private static readonly HashSet<string> Words =
        ["$schema", "$defs", "$ref", "title", "description", "type", "properties", "required", "items", "enum", "const", "minimum",
            "maxItems", "format"];

    /// <summary>Returns what is wrong with <paramref name="value"/>, each error with its path.</summary>
    public IReadOnlyList<string> Errors(JsonElement value) => [.. Errors(root, value, "$")];

    private IEnumerable<string> Errors(JsonElement schema, JsonElement value, string path)
    {
        foreach (var word in schema.EnumerateObject().Where(word => !Words.Contains(word.Name)))
            yield return $"{path}: the schema uses {word.Name}, which is not known here";
        if (schema.TryGetProperty("$ref", out var reference))
            schema = root.GetProperty("$defs").GetProperty(reference.GetString()!.Split('/')[^1]);
        foreach (var error in Own(schema, value).Where(error => error is not null))
            yield return $"{path} is {value.GetRawText()}: {error}";
        var inner = value.ValueKind switch
        {
            JsonValueKind.Object => Fields(schema, value, path),
            JsonValueKind.Array when schema.TryGetProperty("items", out var items) =>
                value.EnumerateArray().SelectMany((item, i) => Errors(items, item, $"{path}[{i}]")),
            JsonValueKind.Array => [$"{path}: the schema says nothing of its items"],
            _ => [],
        };
        foreach (var error in inner)
            yield return error;
    }

    private static IEnumerable<string?> Own(JsonElement schema, JsonElement value)
    {
        if (schema.TryGetProperty("type", out var type))
            yield return Kinds(type).Any(kind => Is(kind, value)) ? null : $"not of type {type}";
        if (schema.TryGetProperty("enum", out var allowed))
            yield return allowed.EnumerateArray().Any(one => JsonElement.DeepEquals(one, value)) ? null : $"none of {allowed}";
        if (schema.TryGetProperty("const", out var constant))
            yield return JsonElement.DeepEquals(constant, value) ? null : $"not {constant}";
        if (schema.TryGetProperty("minimum", out var least) && value.ValueKind == JsonValueKind.Number)
            yield return value.GetDouble() >= least.GetDouble() ? null : $"below {least}";
        if (schema.TryGetProperty("maxItems", out var most) && value.ValueKind == JsonValueKind.Array)
            yield return value.GetArrayLength() <= most.GetInt32() ? null : $"more than {most} items";
        if (schema.TryGetProperty("format", out var format) && value.ValueKind == JsonValueKind.String)
            yield return HasFormat(format.GetString()!, value.GetString()!) ? null : $"not of format {format}";
    }

    private static IEnumerable<string> Kinds(JsonElement type) =>
        type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(one => one.GetString()!) : [type.GetString()!];

    private static bool Is(string kind, JsonElement value) => (kind, value.ValueKind) switch
    {
        ("object", JsonValueKind.Object) or ("array", JsonValueKind.Array) or ("string", JsonValueKind.String)
            or ("null", JsonValueKind.Null) => true,
        ("boolean", JsonValueKind.True or JsonValueKind.False) or ("number", JsonValueKind.Number) => true,
        ("integer", JsonValueKind.Number) => value.TryGetInt64(out _),
        _ => false,
    };

    private static bool HasFormat(string format, string text) => format switch
    {
        "date-time" => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, out _) && text.Contains('T', StringComparison.Ordinal),
        "uuid" => Guid.TryParse(text, out _),
        _ => false,
    };

    private IEnumerable<string> Fields(JsonElement schema, JsonElement value, string path)
    {
        if (!schema.TryGetProperty("properties", out var properties))
            return [$"{path}: the schema says nothing of its properties"];
        var unknown = value.EnumerateObject().Where(field => !properties.TryGetProperty(field.Name, out _))
            .Select(field => $"{path}: {field.Name} is not in the schema");
        var missing = schema.GetProperty("required").EnumerateArray().Where(name => !value.TryGetProperty(name.GetString()!, out _))
            .Select(name => $"{path}: {name} is missing");
        var known = value.EnumerateObject().Where(field => properties.TryGetProperty(field.Name, out _))
            .SelectMany(field => Errors(properties.GetProperty(field.Name), field.Value, $"{path}.{field.Name}"));
        return [.. unknown, .. missing, .. known];
    }
}
