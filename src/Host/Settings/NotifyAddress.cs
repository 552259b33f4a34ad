using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;

namespace ActorMigrate.Host.Settings;

/// <summary>Reads the addresses of webhooks.</summary>
internal static class NotifyAddress
{
    /// <summary>Returns whether notifications may go to <paramref name="text"/>: over TLS, or to this machine itself.</summary>
    public static bool IsAllowed(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.UserInfo.Length == 0
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback));

    /// <summary>Returns the address; the refusal of one that is not allowed does not repeat it.</summary>
    public static Uri Read(string text, string name) => IsAllowed(text)
        ? new Uri(text)
        : throw new RefusedException(
            Outcome.BadUsage, $"The address of {name} is not allowed.",
            "Give an https address without a user name; http is allowed for this machine alone.");

    /// <summary>Returns the parts of an address that are not to be shown: its path and its query, which hold tokens.</summary>
    public static IEnumerable<string> Secrets(Uri address) =>
        new[] { address.OriginalString, address.AbsoluteUri, address.PathAndQuery }.Where(part => part.Length > 1)
            .OrderByDescending(part => part.Length);
}
