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
    public static string Write<T>(T value) => JsonSerializer.Serialize(value, typeof(T), Default);

    /// <summary>Writes a task's payload as JSON, whichever kind it is of.</summary>
    public static string Write(TaskPayload payload)
    {
        ArgumentNullException.ThrowIfNull(payload);
        return JsonSerializer.Serialize(payload, payload.GetType(), Default);
    }

    /// <summary>Reads JSON that <see cref="Write{T}"/> wrote; throws <see cref="JsonException"/> on anything else.</summary>
    public static T Read<T>(string json) =>
        (T?)JsonSerializer.Deserialize(json, typeof(T), Default)
        ?? throw new JsonException($"The ledger holds a null {typeof(T).Name}.");
}
