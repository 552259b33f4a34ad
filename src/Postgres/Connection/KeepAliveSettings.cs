namespace ActorMigrate.Postgres.Connection;

/// <summary>TCP keepalives: they find a peer that is gone without a word, while nothing is sent.</summary>
/// <param name="Enabled">Tells whether they are sent at all.</param>
/// <param name="IdleSeconds">Seconds of silence before the first.</param>
/// <param name="IntervalSeconds">Seconds between them. How many go unanswered is the system's choice (Linux: 9).</param>
internal sealed record KeepAliveSettings(bool Enabled, int IdleSeconds, int IntervalSeconds)
{
    // libpq leaves these to the system (Linux: 2 hours); a migration wants to know within two minutes.
    private const int DefaultIdleSeconds = 30;
    private const int DefaultIntervalSeconds = 10;

    /// <summary>Reads the keepalives… parameters; 0 takes the default.</summary>
    public static KeepAliveSettings Read(ConnectionSettings settings) => new(
        settings.Integer("keepalives") is not 0,
        Seconds(settings, "keepalives_idle", DefaultIdleSeconds),
        Seconds(settings, "keepalives_interval", DefaultIntervalSeconds));

    private static int Seconds(ConnectionSettings settings, string name, int otherwise) =>
        settings.Integer(name) is { } seconds and > 0 ? seconds : otherwise;
}
