using ActorMigrate.Postgres;

namespace ActorMigrate.Coordinator.Preflight.Checks;

/// <summary>Writes the flags that leave kinds of objects out, as a shell takes them.</summary>
internal static class SkipFlags
{
    /// <summary>Returns a <c>--skip</c> for each of <paramref name="kinds"/>, once.</summary>
    public static string Of(IEnumerable<string> kinds) => string.Join(' ', kinds.Distinct()
        .Select(kind => $"--skip {(kind.Contains(' ', StringComparison.Ordinal) ? Literal.Quote(kind) : kind)}"));
}
