namespace ActorMigrate.Coordinator.Preflight;

/// <summary>The rights of the role that migrates to make things: the tablespaces in which it may create nothing, the attributes that it has
/// itself, the roles that it may grant and alter beside those that it makes, and the settings that it may not set.</summary>
internal sealed record MakerSeen(
    IReadOnlyList<string> ClosedTablespaces, IReadOnlySet<string> Attributes, IReadOnlySet<string> Administered,
    IReadOnlySet<string> SettingsOfSuperusers)
{
    /// <summary>Rights that were not looked at.</summary>
    public static MakerSeen Nobody { get; } = new([], new HashSet<string>(), new HashSet<string>(), new HashSet<string>());
}
