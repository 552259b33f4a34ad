using ActorMigrate.Control;
using ActorMigrate.Migration;

namespace ActorMigrate.Coordinator.Joining;

/// <summary>What must hold before a node takes part in a migration of others, or goes on with it. Pure.</summary>
internal static class JoinRules
{
    /// <summary>Refuses another version of the tool, and another source than the migration's.</summary>
    public static void Check(BegunMigration migration, string toolVersion, string sourceIdentity)
    {
        if (migration.ToolVersion != toolVersion)
        {
            throw new RefusedException(
                $"The migration in the target was begun by actormigrate {migration.ToolVersion}; this is {toolVersion}.",
                "Use the same version on every node.");
        }

        if (!SameSource(migration.SourceIdentity, sourceIdentity))
        {
            throw new RefusedException(
                $"The migration in the target copies {migration.Source}, whose identity is {migration.SourceIdentity}; the source given here is {sourceIdentity}.",
                "Give the migration's own source as --source, or the target of the other migration as --target.");
        }
    }

    /// <summary>The migration's options, with this node's own slots, buffers and polls.</summary>
    public static NodeOptions Merge(NodeOptions own, NodeOptions migrations) => migrations with
    {
        CopySlots = own.CopySlots,
        IndexSlots = own.IndexSlots,
        CopyBufferBytes = own.CopyBufferBytes,
        PollInterval = own.PollInterval,
        StallTimeout = own.StallTimeout,
        NodeMaxRate = own.NodeMaxRate,
    };

    // Where either role may not see the system identifier, the database must do.
    private static bool SameSource(string one, string other)
    {
        var (a, b) = (one.Split('/', 2), other.Split('/', 2));
        return a[1] == b[1] && (a[0] == b[0] || a[0] == "unknown" || b[0] == "unknown");
    }
}
