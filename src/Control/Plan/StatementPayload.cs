using System.Text.Json.Serialization;
using ActorMigrate.Migration.Objects;

namespace ActorMigrate.Control.Plan;

/// <summary>Statements that run in one transaction, after the one that holds a secret, if there is such. <paramref name="ExistsQuery"/>
/// answers true when the target has the object in this form already, and then nothing is run.</summary>
public sealed record StatementPayload(
    IReadOnlyList<string> Statements,
    string? SearchPath,
    string? ExistsQuery,
    SecretStatement? Secret = null) : TaskPayload
{
    /// <summary>The target did not have the object when the migration began. Where somebody else has made it meanwhile, a lot fails, and
    /// the task, which is granted alone then, asks for it after a try that fails.</summary>
    public bool IsNew { get; init; }

    /// <summary>The target is asked for the object before it is made.</summary>
    [JsonIgnore]
    public bool IsAskedFor => ExistsQuery is not null && !IsNew;
}
