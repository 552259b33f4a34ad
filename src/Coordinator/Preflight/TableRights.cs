using ActorMigrate.Migration;

namespace ActorMigrate.Coordinator.Preflight;

/// <summary>An existing table or sequence: the privileges that the role lacks on it, whether it is as good as the owner, and whether row
/// security applies to it.</summary>
internal sealed record TableRights(QualifiedName Name, char Kind, IReadOnlyList<string> Lacks, bool IsOwner, bool HasRowSecurity);
