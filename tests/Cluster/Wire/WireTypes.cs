using ActorMigrate.Cluster.Wire;

namespace ActorMigrate.Cluster.Tests.Wire;

/// <summary>The types that say that they travel.</summary>
internal static class WireTypes
{
    public static IReadOnlyList<Type> All { get; } =
        [.. typeof(IWireMessage).Assembly.GetTypes().Where(type => !type.IsAbstract && type.IsAssignableTo(typeof(IWireMessage)))];
}
