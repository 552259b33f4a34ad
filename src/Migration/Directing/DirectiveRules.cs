using ActorMigrate.Migration.Failures;

namespace ActorMigrate.Migration.Directing;

/// <summary>Decides whether a directive may be given. Pure.</summary>
public static class DirectiveRules
{
    /// <summary>Returns the node that <paramref name="draft"/> names, or null where it concerns all. Throws <see cref="RefusedException"/>
    /// where no node of <paramref name="living"/> can carry it out, or would be left to go on
    /// beside what is <paramref name="inForce"/>.</summary>
    public static SteeredNode? Check(DirectiveDraft draft, IReadOnlyList<SteeredNode> living, Steering inForce)
    {
        ArgumentNullException.ThrowIfNull(draft);
        ArgumentNullException.ThrowIfNull(living);
        ArgumentNullException.ThrowIfNull(inForce);
        if (living.Count == 0)
        {
            throw new RefusedException(
                "No node of the migration lives, so that nothing would carry this out.",
                "Go on with actormigrate resume, or remove what is left with actormigrate cleanup.");
        }

        if (draft.Node is not { } name)
            return null;
        var node = living.FirstOrDefault(one => one.Name == name) ?? throw new RefusedException(
            $"No living node is called {name}. The nodes of the migration are: {string.Join(", ", living.Select(one => one.Name))}.",
            "Name one of these with --node; actormigrate status shows them, too.");
        if (draft.Verb == DirectiveVerb.Drain && !living.Any(other => other != node && inForce.DrainOf(other.Id) is null))
        {
            throw new RefusedException(
                $"{name} is the only node that takes tasks; nobody would go on when it has left.",
                "Start another one with actormigrate worker before, or end the run with actormigrate stop.");
        }

        return node;
    }
}
