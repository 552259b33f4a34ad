namespace ActorMigrate.Faults.Tests.Ledger;

/// <summary>Explores a <see cref="LedgerModel"/>.</summary>
internal static class LedgerExplorer
{
    /// <summary>Each state is looked at by itself, by the step that led there, and for whether its
    /// tasks can still come to an end.</summary>
    public static Explored Explore(LedgerModel model)
    {
        // Whether tasks can end depends on what is in the target and on its coordinator alone, when all else is gone.
        var targets = new HashSet<string>(StringComparer.Ordinal);
        return Explorer.Explore<LedgerState, LedgerStep>(
            model.Start(), model.Next, state => state.Key(),
            (before, step, after) => LedgerInvariant.Violation(after) ?? LedgerInvariant.OverGranted(model.World, after)
                ?? LedgerInvariant.Violation(before, step, after),
            state => targets.Add(KeyOf(state)) ? LedgerInvariant.Lost(model, state) : null);
    }

    private static string KeyOf(LedgerState state)
    {
        var key = new StateKey();
        state.Target.Write(key);
        key.Add(state.Coordination.Coordinator);
        return key.ToString();
    }
}
