using System.Runtime.Serialization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Akka.Actor;
using Akka.Serialization;

namespace ActorMigrate.Cluster.Wire;

/// <summary>Writes and reads wire messages as JSON. The manifest is one of a closed table; anything else is refused with
/// <see cref="SerializationException"/>.</summary>
public sealed class WireSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    private static readonly Dictionary<string, JsonTypeInfo> Types = new(StringComparer.Ordinal)
    {
        ["offer"] = WireJson.Default.SlotsOffered,
        ["phase-update"] = WireJson.Default.PhaseUpdate,
        ["prime"] = WireJson.Default.Prime,
        ["primed"] = WireJson.Default.Primed,
        ["order"] = WireJson.Default.Order,
        ["started"] = WireJson.Default.TaskStarted,
        ["progressed"] = WireJson.Default.TaskProgressed,
        ["stands-still"] = WireJson.Default.TaskStandsStill,
        ["retrying"] = WireJson.Default.TaskRetrying,
        ["completed"] = WireJson.Default.TaskCompleted,
        ["failed"] = WireJson.Default.TaskFailed,
        ["released"] = WireJson.Default.TaskReleased,
    };

    private static readonly Dictionary<Type, string> Manifests = Types.ToDictionary(entry => entry.Value.Type, entry => entry.Key);

    /// <inheritdoc />
    public override int Identifier => 5432;

    /// <inheritdoc />
    public override string Manifest(object o)
    {
        ArgumentNullException.ThrowIfNull(o);
        return Manifests.TryGetValue(o.GetType(), out var manifest)
            ? manifest
            : throw new SerializationException($"{o.GetType()} is no wire message.");
    }

    /// <inheritdoc />
    public override byte[] ToBinary(object obj) => JsonSerializer.SerializeToUtf8Bytes(obj, Types[Manifest(obj)]);

    /// <inheritdoc />
    public override object FromBinary(byte[] bytes, string manifest)
    {
        if (!Types.TryGetValue(manifest, out var type))
            throw new SerializationException("A message with an unknown manifest was refused.");
        try
        {
            return JsonSerializer.Deserialize(bytes, type) ?? throw new SerializationException($"An empty {manifest} message was refused.");
        }
        catch (JsonException broken)
        {
            throw new SerializationException($"A {manifest} message that is no valid JSON was refused.", broken);
        }
    }
}
