namespace ActorMigrate.Host.Settings;

/// <summary>Reads the dashboard's settings.</summary>
internal sealed partial class SettingsReader
{
    private DashboardOptions ReadDashboard()
    {
        RefuseTwice(DashboardSettings.Token, DashboardSettings.TokenFile);
        return new DashboardOptions
        {
            Address = One(DashboardSettings.Address),
            AllowsControl = One(DashboardSettings.Control),
            CertificateFile = File(DashboardSettings.Certificate),
            KeyFile = File(DashboardSettings.Key),
            Token = SecretOf(DashboardSettings.Token, DashboardSettings.TokenFile),
        };
    }

    private string? File(Setting<string> setting) => One(setting) is { Length: > 0 } path ? path : null;
}
