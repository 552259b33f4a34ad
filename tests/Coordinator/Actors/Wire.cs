using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Akka.Actor;
using Akka.Serialization;

namespace ActorMigrate.Coordinator.Tests.Actors;

/// <summary>Settings under which an actor system sends every wire message through its serializer, also within a process.</summary>
internal static class Wire
{
    public static readonly string Settings = $$"""
        akka {
          loglevel = INFO
          actor {
            serialize-messages = on
            serializers {
              wire = "ActorMigrate.Cluster.Wire.WireSerializer, ActorMigrate.Cluster"
              local = "{{typeof(ByReference).AssemblyQualifiedName}}"
            }
            serialization-bindings {
              "ActorMigrate.Cluster.Wire.IWireMessage, ActorMigrate.Cluster" = wire
              "System.Object" = local
              "Akka.Actor.Status+Failure, Akka" = local
            }
          }
        }
        """;

    /// <summary>The same for a member of a cluster on loopback.</summary>
    public static readonly string Cluster = Settings + """
        akka {
          actor.provider = cluster
          remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
          cluster { gossip-interval = 100ms, leader-actions-interval = 100ms, periodic-tasks-initial-delay = 50ms, seed-node-timeout = 1s }
          cluster.run-coordinated-shutdown-when-down = off
          coordinated-shutdown { exit-clr = off, run-by-clr-shutdown-hook = off }
        }
        """;
}

/// <summary>Passes on messages that never leave their process.</summary>
public sealed class ByReference(ExtendedActorSystem system) : Serializer(system)
{
    private static readonly ConcurrentDictionary<long, object> Kept = new();
    private static long last;

    public override int Identifier => 4712;

    public override bool IncludeManifest => false;

    public override byte[] ToBinary(object obj)
    {
        var key = Interlocked.Increment(ref last);
        Kept[key] = obj;
        return Encoding.ASCII.GetBytes(key.ToString(CultureInfo.InvariantCulture));
    }

    public override object FromBinary(byte[] bytes, Type type)
    {
        Kept.TryRemove(long.Parse(Encoding.ASCII.GetString(bytes), CultureInfo.InvariantCulture), out var kept);
        return kept!;
    }
}
