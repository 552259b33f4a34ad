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
            Token = SecretOf(KnownSettings.DashboardToken, KnownSettings.DashboardTokenFile),
        };
    }
}
