using System.Globalization;
using ActorMigrate.Migration;

namespace ActorMigrate.Postgres.Snapshot;

/// <summary>A session of another program that waits for a lock on a table which a snapshot's holders keep as it is.</summary>
/// <param name="Backend">Its process id in the source.</param>
/// <param name="Table">The table, by the name under which the snapshot sees it.</param>
/// <param name="Waited">The time for which it has waited; null where the source does not show it to the role.</param>
/// <param name="Application">Its application name, or empty.</param>
/// <param name="User">Its role, or empty.</param>
/// <param name="Statement">The beginning of its statement, or empty where the role may not see it.</param>
public sealed record LockWaiter(int Backend, QualifiedName Table, TimeSpan? Waited, string Application, string User, string Statement)
{
    /// <summary>The table's partitions and children, on which such a statement mostly acts, too.</summary>
    public IReadOnlyList<QualifiedName> Partitions { get; init; } = [];

    /// <summary>Names the waiting session, its table and the time that it has waited.</summary>
    public string Words
    {
        get
        {
            var who = string.Join(", ", new[] { Application, User.Length > 0 ? $"role {User}" : "" }.Where(part => part.Length > 0));
            var waited = Waited is { } time ? string.Create(CultureInfo.InvariantCulture, $" for {time.TotalSeconds:F0} s") : "";
            var statement = Statement.Length > 0 ? $": {Statement.ReplaceLineEndings(" ")}" : "";
            return $"backend {Backend} of the source{(who.Length > 0 ? $" ({who})" : "")} has waited for a lock "
                + $"on {Table}{waited}{statement}";
        }
    }
}
