using ActorMigrate.Migration.Objects;

namespace ActorMigrate.Control.Plan;

/// <summary>Statements that run in one transaction, after the one that holds a secret, if there is such. <paramref name="ExistsQuery"/>
/// answers true when the target has the object in this form already, and then nothing is run.</summary>
public sealed record StatementPayload(
    IReadOnlyList<string> Statements,
    string? SearchPath,
    string? ExistsQuery,
    SecretStatement? Secret = null)
{
    /// <summary>The target did not have the object when the migration began: a lot does not ask for it. Where somebody else has made it
    /// meanwhile, the lot fails, and the task, which is granted alone then, asks.</summary>
    public bool IsNew { get; init; }
}
