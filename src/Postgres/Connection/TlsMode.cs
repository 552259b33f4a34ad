namespace ActorMigrate.Postgres.Connection;

/// <summary>libpq's <c>sslmode</c> (PostgreSQL manual, 34.19.1).</summary>
internal enum TlsMode
{
    /// <summary>Never TLS.</summary>
    Disable,

    /// <summary>TLS only where the server insists.</summary>
    Allow,

    /// <summary>TLS where the server has it.</summary>
    Prefer,

    /// <summary>TLS, without a check of who the server is; with a root certificate file, as <see cref="VerifyCa"/>.</summary>
    Require,

    /// <summary>TLS to a server whose certificate a trusted authority signed.</summary>
    VerifyCa,

    /// <summary>The same, and the certificate names the host.</summary>
    VerifyFull,
}
