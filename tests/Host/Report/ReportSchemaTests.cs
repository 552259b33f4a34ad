using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using ActorMigrate.Host.Report;
using ActorMigrate.TestServers;

namespace ActorMigrate.Host.Tests.Report;

/// <summary>The published schema and the writer know the same properties. That real reports are
/// valid by it, the end-to-end tests see.</summary>
public class ReportSchemaTests
{
    private static readonly JsonElement Schema = JsonDocument.Parse(Checkout.Read("docs/report.schema.json")).RootElement;

    [Fact]
    public void The_schema_has_exactly_the_properties_that_the_writer_writes()
    {
        var written = Written(ReportJson.Default.ReportDocument, "").ToList();

        Assert.Equal(written.Order(), Published(Schema, "").Order());
        Assert.Contains("tables[].differences.rows[].key[].source", written);
    }

    [Fact]
    public void Every_property_is_required_because_all_fields_are_always_there() =>
        Assert.All(Objects(Schema), found => Assert.Equal(
            found.GetProperty("properties").EnumerateObject().Select(field => field.Name), Names(found.GetProperty("required"))));

    [Fact]
    public void Every_definition_is_used()
    {
        var used = Schema.GetRawText();

        Assert.All(Schema.GetProperty("$defs")
            .EnumerateObject(), definition => Assert.Contains($"\"#/$defs/{definition.Name}\"", used, StringComparison.Ordinal));
    }

    private static IEnumerable<string> Names(JsonElement list) => list.EnumerateArray().Select(name => name.GetString()!);

    private static IEnumerable<JsonElement> Objects(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(field => Objects(field.Value))
            .Concat(element.TryGetProperty("required", out _) ? [element] : []),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Objects),
        _ => [],
    };

    private static IEnumerable<string> Written(JsonTypeInfo type, string path) => type.Kind switch
    {
        JsonTypeInfoKind.Object => type.Properties.SelectMany(
            field => Written(type.Options.GetTypeInfo(field.PropertyType), path.Length == 0 ? field.Name : $"{path}.{field.Name}")),
        JsonTypeInfoKind.Enumerable => Written(type.Options.GetTypeInfo(type.ElementType!), path + "[]"),
        _ => [path],
    };

    private static IEnumerable<string> Published(JsonElement schema, string path)
    {
        if (schema.TryGetProperty("$ref", out var reference))
            schema = Schema.GetProperty("$defs").GetProperty(reference.GetString()!["#/$defs/".Length..]);
        if (schema.TryGetProperty("properties", out var fields))
            return fields.EnumerateObject()
                .SelectMany(field => Published(field.Value, path.Length == 0 ? field.Name : $"{path}.{field.Name}"));
        return schema.TryGetProperty("items", out var items) ? Published(items, path + "[]") : [path];
    }
}
