namespace ActorMigrate.Host.Settings;

/// <summary>Reads the dashboard's settings.</summary>
internal sealed partial class SettingsReader
{
    private DashboardOptions ReadDashboard()
    {
        RefuseTwice(KnownSettings.DashboardToken, KnownSettings.DashboardTokenFile);
        return new DashboardOptions
        {
            Address = One(KnownSettings.Dashboard),
            AllowsControl = One(KnownSettings.DashboardControl),
            CertificateFile = File(KnownSettings.DashboardCertificate),
            KeyFile = File(KnownSettings.DashboardKey),
            Token = SecretOf(KnownSettings.DashboardToken, KnownSettings.DashboardTokenFile),
        };
    }

    private string? File(Setting<string> setting) => One(setting) is { Length: > 0 } path ? path : null;
}
