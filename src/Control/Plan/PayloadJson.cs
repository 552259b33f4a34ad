using System.Text.Json;
using System.Text.Json.Serialization;
using ActorMigrate.Migration.Options;

namespace ActorMigrate.Control.Plan;

/// <summary>The JSON form of what the ledger's columns <c>payload</c>, <c>cursor</c>, <c>shape</c> and <c>options</c> hold.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(CopyPayload))]
[JsonSerializable(typeof(StatementPayload))]
[JsonSerializable(typeof(CountPayload))]
[JsonSerializable(typeof(LargeObjectsPayload))]
[JsonSerializable(typeof(CountLargeObjectsPayload))]
[JsonSerializable(typeof(CopyCursor))]
[JsonSerializable(typeof(RelationShape))]
[JsonSerializable(typeof(MigrationOptions))]
[JsonSerializable(typeof(MigrationScope))]
[JsonSerializable(typeof(NodeOptions))]
public sealed partial class PayloadJson : JsonSerializerContext
{
    /// <summary>Writes <paramref name="value"/> as JSON.</summary>
    public static string Write(object value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return JsonSerializer.Serialize(value, value.GetType(), Default);
    }

    /// <summary>Reads JSON that <see cref="Write"/> wrote; throws <see cref="JsonException"/> on anything else.</summary>
    public static T Read<T>(string json) =>
        (T?)JsonSerializer.Deserialize(json, typeof(T), Default)
        ?? throw new JsonException($"The ledger holds a null {typeof(T).Name}.");
}
