namespace ActorMigrate.Host.Settings;

/// <summary>An address at which a dashboard listens; port 0 takes any free one.</summary>
/// <param name="Host">The name or address.</param>
/// <param name="Port">The port.</param>
public sealed record DashboardAddress(string Host, int Port)
{
    /// <summary>This machine alone, at any free port.</summary>
    public static DashboardAddress Loopback { get; } = new("127.0.0.1", 0);
}

/// <summary>The dashboard of a process.</summary>
public sealed record DashboardOptions
{
    /// <summary>The address, or null where no dashboard is asked for.</summary>
    public DashboardAddress? Address { get; init; }

    /// <summary>Tells whether the dashboard steers the migration, too.</summary>
    public bool AllowsControl { get; init; }

    /// <summary>The file of its certificate in PEM, with those that it was issued by; null for plain HTTP.</summary>
    public string? CertificateFile { get; init; }

    /// <summary>The file of the certificate's key in PEM; null where the certificate's file has it.</summary>
    public string? KeyFile { get; init; }

    /// <summary>The token that its users need; one is made where it is needed and none is given.</summary>
    public SecretSource Token { get; init; } = SecretSource.Nothing;
}
