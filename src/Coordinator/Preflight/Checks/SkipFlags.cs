using ActorMigrate.Postgres;

namespace ActorMigrate.Coordinator.Preflight.Checks;

/// <summary>Writes the <c>--skip</c> flags that a check's remedy proposes, as a shell takes them.</summary>
internal static class SkipFlags
{
    /// <summary>Returns a <c>--skip</c> for each of <paramref name="kinds"/>, once.</summary>
    public static string Of(IEnumerable<string> kinds) => string.Join(' ', kinds.Distinct()
        .Select(kind => $"--skip {(kind.Contains(' ', StringComparison.Ordinal) ? Literal.Quote(kind) : kind)}"));
}
