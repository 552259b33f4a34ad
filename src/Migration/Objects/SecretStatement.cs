namespace ActorMigrate.Migration.Objects;

/// <summary>A statement with a secret in its middle, such as a password, that is never written down: the node that runs it asks the source
/// for the secret with <see cref="Query"/>, a query of one text that is SQL already, and puts it between the two halves.</summary>
public sealed record SecretStatement(string Before, string Query, string After)
{
    /// <summary>Returns the statement for people, without the secret.</summary>
    public override string ToString() => $"{Before}***{After}";
}
