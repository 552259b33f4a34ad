using ActorMigrate.Host.Wording;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;

namespace ActorMigrate.Host.Settings;

/// <summary>A secret that is given itself, or in a file. It prints as <c>***</c>.</summary>
public sealed class SecretSource(string? value, string? file)
{
    /// <summary>No secret.</summary>
    public static SecretSource Nothing { get; } = new(null, null);

    /// <summary>There is one.</summary>
    public bool IsGiven => value is not null || file is not null;

    /// <summary>Returns the secret, or null where none is given. A file's last line break does not count.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public string? Reveal() => value ?? (file is null ? null : System.IO.File.ReadAllText(file).TrimEnd('\r', '\n'));

    /// <summary>Returns the secret as <see cref="Reveal"/> does. Throws <see cref="RefusedException"/> where the file of
    /// <paramref name="owner"/>, which <paramref name="flag"/> names, cannot be read.</summary>
    public string? RevealOf(string owner, string flag)
    {
        try
        {
            return Reveal();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException(
                Outcome.BadUsage, $"The file of {owner} cannot be read: {FileFaults.Cause(file!, e)}.",
                $"Name a readable file with {flag}.", e);
        }
    }

    /// <summary>The file's name, or null.</summary>
    public string? FileName => file;

    /// <inheritdoc />
    public override string ToString() => "***";
}
