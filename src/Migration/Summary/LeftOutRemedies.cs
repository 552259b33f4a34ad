namespace ActorMigrate.Migration.Summary;

/// <summary>Says what a user can do about objects that are not migrated. Pure.</summary>
public static class LeftOutRemedies
{
    /// <summary>The beginning of the reason of objects that name a role which the target does not have.</summary>
    public const string NoRole = "The target has no role ";

    /// <summary>Returns the remedy for a reason, or null where the reason itself says what is missing.</summary>
    public static string? Of(string reason) => reason.StartsWith(NoRole, StringComparison.Ordinal)
        ? "Create the role in the target, migrate with --roles, which creates it, or with --role-map OLD=NEW, which uses another one"
        : null;
}
