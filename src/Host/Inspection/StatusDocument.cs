using System.Text.Json.Serialization;
using ActorMigrate.Control.Status;

namespace ActorMigrate.Host.Inspection;

/// <summary>The output of <c>status --json</c>: one object each time that it is shown.</summary>
internal sealed record StatusDocument(int Version, MigrationStatus? Migration);

/// <summary>Its JSON form.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(StatusDocument))]
internal sealed partial class StatusJson : JsonSerializerContext;
