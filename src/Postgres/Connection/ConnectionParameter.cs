namespace ActorMigrate.Postgres.Connection;

/// <summary>The treatment of a parameter that libpq knows.</summary>
internal enum ParameterUse
{
    /// <summary>The parameter has libpq's effect.</summary>
    Honoured,

    /// <summary>The parameter has no effect here, and needs none: ActorMigrate fixes that setting itself.</summary>
    Fixed,

    /// <summary>The parameter cannot be honoured, which costs comfort only: accepted, and noted.</summary>
    Noted,

    /// <summary>The parameter cannot be honoured, and leaving it out would weaken what was asked for: refused,
    /// apart from its harmless values.</summary>
    Refused,
}

/// <summary>One connection parameter of libpq (PostgreSQL manual, 34.1.2) with its environment variable (34.15).</summary>
internal sealed record ConnectionParameter(string Name, string? Variable, ParameterUse Use, params string[] Harmless)
{
    /// <summary>All that libpq of PostgreSQL 18 knows.</summary>
    public static IReadOnlyList<ConnectionParameter> All { get; } =
    [
        new("service", "PGSERVICE", ParameterUse.Honoured),
        new("servicefile", "PGSERVICEFILE", ParameterUse.Honoured),
        new("host", "PGHOST", ParameterUse.Honoured),
        new("hostaddr", "PGHOSTADDR", ParameterUse.Honoured),
        new("port", "PGPORT", ParameterUse.Honoured),
        new("dbname", "PGDATABASE", ParameterUse.Honoured),
        new("user", "PGUSER", ParameterUse.Honoured),
        new("password", "PGPASSWORD", ParameterUse.Honoured),
        new("passfile", "PGPASSFILE", ParameterUse.Honoured),
        new("require_auth", "PGREQUIREAUTH", ParameterUse.Honoured),
        new("channel_binding", "PGCHANNELBINDING", ParameterUse.Honoured),
        new("connect_timeout", "PGCONNECT_TIMEOUT", ParameterUse.Honoured),
        new("application_name", "PGAPPNAME", ParameterUse.Honoured),
        new("options", "PGOPTIONS", ParameterUse.Honoured),
        new("keepalives", null, ParameterUse.Honoured),
        new("keepalives_idle", null, ParameterUse.Honoured),
        new("keepalives_interval", null, ParameterUse.Honoured),
        new("sslmode", "PGSSLMODE", ParameterUse.Honoured),
        new("sslnegotiation", "PGSSLNEGOTIATION", ParameterUse.Honoured),
        new("sslrootcert", "PGSSLROOTCERT", ParameterUse.Honoured),
        new("sslcert", "PGSSLCERT", ParameterUse.Honoured),
        new("sslkey", "PGSSLKEY", ParameterUse.Honoured),
        new("sslpassword", null, ParameterUse.Honoured),
        new("ssl_min_protocol_version", "PGSSLMINPROTOCOLVERSION", ParameterUse.Honoured),
        new("ssl_max_protocol_version", "PGSSLMAXPROTOCOLVERSION", ParameterUse.Honoured),
        new("gssencmode", "PGGSSENCMODE", ParameterUse.Honoured),
        new("krbsrvname", "PGKRBSRVNAME", ParameterUse.Honoured),
        new("target_session_attrs", "PGTARGETSESSIONATTRS", ParameterUse.Honoured),
        new("load_balance_hosts", "PGLOADBALANCEHOSTS", ParameterUse.Honoured),

        new("client_encoding", "PGCLIENTENCODING", ParameterUse.Fixed),
        new("fallback_application_name", null, ParameterUse.Fixed),
        new("sslcompression", "PGSSLCOMPRESSION", ParameterUse.Fixed),
        new("max_protocol_version", "PGMAXPROTOCOLVERSION", ParameterUse.Fixed),

        new("keepalives_count", null, ParameterUse.Noted),
        new("tcp_user_timeout", null, ParameterUse.Noted, "0"),
        new("gsslib", "PGGSSLIB", ParameterUse.Noted),

        new("sslcertmode", "PGSSLCERTMODE", ParameterUse.Refused, "allow", "disable"),
        new("sslcrl", "PGSSLCRL", ParameterUse.Refused),
        new("sslcrldir", "PGSSLCRLDIR", ParameterUse.Refused),
        new("sslsni", "PGSSLSNI", ParameterUse.Refused, "1"),
        new("sslkeylogfile", null, ParameterUse.Refused),
        new("requirepeer", "PGREQUIREPEER", ParameterUse.Refused),
        new("min_protocol_version", "PGMINPROTOCOLVERSION", ParameterUse.Refused, "3.0"),
        new("gssdelegation", "PGGSSDELEGATION", ParameterUse.Refused, "0"),
        new("replication", null, ParameterUse.Refused, "0", "false", "off", "no"),
        new("scram_client_key", null, ParameterUse.Refused),
        new("scram_server_key", null, ParameterUse.Refused),
        new("oauth_issuer", null, ParameterUse.Refused),
        new("oauth_client_id", null, ParameterUse.Refused),
        new("oauth_client_secret", null, ParameterUse.Refused),
        new("oauth_scope", null, ParameterUse.Refused),
    ];

    private static readonly Dictionary<string, ConnectionParameter> ByName = All.ToDictionary(p => p.Name, StringComparer.Ordinal);

    /// <summary>Returns the parameter of this name, or null.</summary>
    public static ConnectionParameter? Find(string name) => ByName.GetValueOrDefault(name);

    /// <summary>Returns the known parameter whose name is fewest edits away.</summary>
    public static string Nearest(string name) => All.MinBy(p => Edits(name, p.Name))!.Name;

    private static int Edits(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var substituted = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(substituted, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
