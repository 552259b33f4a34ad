using System.Security.Cryptography;

namespace ActorMigrate.Postgres.LocalServers;

/// <summary>Passwords of throwaway servers.</summary>
internal static class Secret
{
    /// <summary>Returns a random password of 128 bits, in characters that need no quoting anywhere.</summary>
    public static string Create() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
}
