using ActorMigrate.Migration;
using ActorMigrate.Postgres.Connection;
using Npgsql;

namespace ActorMigrate.Postgres.Session;

/// <summary>Tells whether the server that answered is one that <c>target_session_attrs</c> accepts.</summary>
internal static class SessionCheck
{
    private const string Query = "SELECT pg_catalog.pg_is_in_recovery(), pg_catalog.current_setting('transaction_read_only') = 'on'";

    /// <summary>Throws <see cref="UnwantedServerException"/> where it is not.</summary>
    public static async Task RequireAsync(NpgsqlConnection connection, TargetSession wanted, CancellationToken cancellationToken)
    {
        if (wanted == TargetSession.Any)
            return;
        using var command = new NpgsqlCommand(Query, connection) { CommandTimeout = (int)Timeouts.SessionBeginning.TotalSeconds };
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (Unwanted(wanted, standby: reader.GetBoolean(0), readOnly: reader.GetBoolean(1)) is { } cause)
            throw new UnwantedServerException(cause);
    }

    private static string? Unwanted(TargetSession wanted, bool standby, bool readOnly) => wanted switch
    {
        TargetSession.ReadWrite when standby || readOnly => "the session is read-only",
        TargetSession.ReadOnly when !standby && !readOnly => "the session is not read-only",
        TargetSession.Primary when standby => "the server is a standby",
        TargetSession.Standby when !standby => "the server is not a standby",
        _ => null,
    };
}

/// <summary>A server answered, but this run must not use it: <c>target_session_attrs</c> rules it out, or its history is another.</summary>
internal sealed class UnwantedServerException(string cause, string remedy = UnwantedServerException.OtherHost) : Exception(cause)
{
    private const string OtherHost = "Choose another host, or change target_session_attrs.";

    /// <summary>The remedy.</summary>
    public string Remedy => remedy;
}
