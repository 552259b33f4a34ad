using ActorMigrate.Migration;
using ActorMigrate.Postgres.Connection;
using ActorMigrate.Postgres.Session;

namespace ActorMigrate.Host.Settings;

/// <summary>Makes connections of the texts that the settings give, with what libpq's variables add to them.</summary>
internal static class Databases
{
    /// <summary>Returns the database that <paramref name="text"/> names; <paramref name="node"/> marks its sessions.</summary>
    public static Database Of(ConnectionText text, Side side, NodeId? node = null) => new(Connection(text, side), side, node: node);

    /// <summary>Returns the connection that <paramref name="text"/> describes. A text that cannot be
    /// read is refused by the name of its side.</summary>
    public static ServerConnection Connection(ConnectionText text, Side side) =>
        ServerConnection.Parse(text.Reveal(), SideWords.Of(side), ConnectionEnvironment.OfProcess());
}
