using System.Security.Cryptography;
using System.Text;

namespace ActorMigrate.Postgres.LocalServers;

/// <summary>Passwords of throwaway servers.</summary>
internal static class Secret
{
    // Each session's client computes as many hashes. They slow down guessing, of which a random password of 128 bits has nothing to fear.
    private const int Iterations = 1;

    /// <summary>Returns a random password of 128 bits, in characters that need no quoting anywhere.</summary>
    public static string Create() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>Returns what a server keeps of a password (RFC 5803), in the form that ALTER ROLE takes.</summary>
    public static string ScramOf(string password)
    {
        var salt = RandomNumberGenerator.GetBytes(16);
        var salted = Rfc2898DeriveBytes.Pbkdf2(Encoding.ASCII.GetBytes(password), salt, Iterations, HashAlgorithmName.SHA256, 32);
        var stored = SHA256.HashData(HMACSHA256.HashData(salted, "Client Key"u8));
        var server = HMACSHA256.HashData(salted, "Server Key"u8);
        return $"SCRAM-SHA-256${Iterations}:{Convert.ToBase64String(salt)}"
            + $"${Convert.ToBase64String(stored)}:{Convert.ToBase64String(server)}";
    }
}
