using ActorMigrate.Migration.Failures;

namespace ActorMigrate.Host.Summary;

/// <summary>The errors of tables that findings tell: those of an object that a finding is about or names as skipped with it.</summary>
internal sealed class ToldErrors(IReadOnlyList<Finding> findings)
{
    private readonly HashSet<string> objects = [.. findings.SelectMany(finding => finding.Objects.Concat(finding.Skipped))];

    /// <summary>Tells whether an error of a table begins with the object that it is of. A name may hold what divides the two.</summary>
    public bool Contains(string error)
    {
        for (var end = error.IndexOf(": ", StringComparison.Ordinal); end >= 0; end =
            error.IndexOf(": ", end + 1, StringComparison.Ordinal))
        {
            if (objects.Contains(error[..end]))
                return true;
        }

        return false;
    }
}
