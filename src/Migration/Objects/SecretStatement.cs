namespace ActorMigrate.Migration.Objects;

/// <summary>A statement with a secret in its middle, such as a password. The ledger holds only the two halves: the node that runs the
/// statement reads the secret from the source with <see cref="Query"/>, which returns one text that is quoted as SQL already.</summary>
public sealed record SecretStatement(string Before, string Query, string After)
{
    /// <summary>Returns the statement for people, without the secret.</summary>
    public override string ToString() => $"{Before}***{After}";
}
