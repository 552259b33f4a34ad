using ActorMigrate.Host.Settings;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;

namespace ActorMigrate.Host.Dashboard;

/// <summary>Reads the token that a user gives.</summary>
internal static class DashboardTokens
{
    /// <summary>Returns the token, or null where none is given. Throws <see cref="RefusedException"/> where its file cannot be read, or it
    /// is short.</summary>
    public static string? Reveal(SecretSource source)
    {
        var token = source.RevealOf($"the dashboard's token, {source.FileName},", "--dashboard-token-file");
        return token is null || (token.Length >= AccessRules.ShortestToken && !token.Any(char.IsWhiteSpace))
            ? token
            : throw new RefusedException(
                Outcome.BadUsage, $"The dashboard's token has fewer than {AccessRules.ShortestToken} characters, or spaces.",
                "Take a longer one, such as openssl rand -hex 32 prints.");
    }
}
