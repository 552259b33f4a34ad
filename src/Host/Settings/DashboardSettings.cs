using static ActorMigrate.Host.Settings.SettingForms;

namespace ActorMigrate.Host.Settings;

/// <summary>The settings of the dashboard.</summary>
public static class DashboardSettings
{
    /// <summary>The address at which the dashboard listens; null for none.</summary>
    public static readonly Setting<DashboardAddress?> Address =
        new("dashboard", SettingShape.Optional, "off, on, a port, or an address such as 10.0.0.5:8080",
            ValueReaders.Dashboard, HasFlag: true);

    /// <summary>Tells whether the dashboard may pause, stop and change the migration.</summary>
    public static readonly Setting<bool> Control = Switch("dashboard-control");

    /// <summary>The dashboard's token.</summary>
    public static readonly Setting<string> Token =
        new("dashboard-token", SettingShape.Secret, "a text", ValueReaders.Text, HasFlag: false);

    /// <summary>The file of that token.</summary>
    public static readonly Setting<string> TokenFile = Text("dashboard-token-file", "a readable file");

    /// <summary>The file of the dashboard's certificate, and of those that it was issued by.</summary>
    public static readonly Setting<string> Certificate = Text("dashboard-certificate-file", "a PEM file");

    /// <summary>The file of the certificate's key.</summary>
    public static readonly Setting<string> Key = Text("dashboard-key-file", "a PEM file");

    /// <summary>All of them, in the order of the file.</summary>
    public static readonly IReadOnlyList<Setting> All =
        [Address, Control, Token, TokenFile, Certificate, Key];

    /// <summary>The settings that a flag sets.</summary>
    public static readonly IReadOnlyList<Setting> Flags = [.. All.Where(setting => setting.HasFlag)];
}
