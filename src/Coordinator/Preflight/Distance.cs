using ActorMigrate.Migration.Planning;
using ActorMigrate.Postgres.Session;
using Npgsql;

namespace ActorMigrate.Coordinator.Preflight;

/// <summary>The distance of a server. An address of this machine may be the near end of a tunnel, which only the time of the answers
/// tells.</summary>
internal static class Distance
{
    private const int FurtherAnswers = 4;

    /// <summary>Tells whether a round trip to <paramref name="server"/> takes long, as far as its answers have been measured.</summary>
    public static bool IsFar(Database server) => server.RoundTrip > LotPolicy.Near;

    /// <summary>Tells whether <paramref name="server"/> runs on this machine, shares its processors, and has its files here.</summary>
    public static bool IsThisMachine(Database server) => HasAddressHere(server) && !IsFar(server);

    /// <summary>Measures the answers of a server with an address of this machine while they are slow: a lack of processors makes some slow,
    /// a tunnel all of them.</summary>
    public static async Task MeasureAsync(Database server, NpgsqlConnection session, CancellationToken cancellationToken)
    {
        for (var asked = 0; asked < FurtherAnswers && HasAddressHere(server) && IsFar(server); asked++)
            await server.MeasureAsync(session, cancellationToken);
    }

    private static bool HasAddressHere(Database server) => server.Connection.Hosts.All(host => host.IsThisMachine);
}
