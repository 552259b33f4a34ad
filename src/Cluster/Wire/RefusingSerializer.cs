using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;

namespace ActorMigrate.Cluster.Wire;

/// <summary>Takes the place of Akka.NET's default serializer (identifier 1), which resolves type names from the wire: it refuses both to
/// write and to read.</summary>
public sealed class RefusingSerializer : Serializer
{
    /// <summary>Made by the actor system.</summary>
    public RefusingSerializer(ExtendedActorSystem system)
        : base(system)
    {
    }

    /// <summary>Made by the actor system, with settings that are not used.</summary>
    public RefusingSerializer(ExtendedActorSystem system, Config settings)
        : base(system)
    {
    }

    /// <inheritdoc />
    public override int Identifier => 1;

    /// <inheritdoc />
    public override bool IncludeManifest => false;

    /// <inheritdoc />
    public override byte[] ToBinary(object obj) =>
        throw new SerializationException($"{obj?.GetType()} is no wire message and does not leave this process.");

    /// <inheritdoc />
    public override object FromBinary(byte[] bytes, Type type) =>
        throw new SerializationException("A message of the default serializer was refused.");
}
