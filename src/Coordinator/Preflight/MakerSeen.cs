namespace ActorMigrate.Coordinator.Preflight;

/// <summary>The rights of the role that migrates to create objects: the tablespaces in which it may create nothing, its own attributes, the
/// existing roles that it may grant and alter, and the settings that it may not set.</summary>
internal sealed record MakerSeen(
    IReadOnlyList<string> ClosedTablespaces, IReadOnlySet<string> Attributes, IReadOnlySet<string> Administered,
    IReadOnlySet<string> SettingsOfSuperusers)
{
    /// <summary>Rights that were not looked at.</summary>
    public static MakerSeen Nobody { get; } = new([], new HashSet<string>(), new HashSet<string>(), new HashSet<string>());
}
