using System.Text.RegularExpressions;
using ActorMigrate.Migration.Phases;

namespace ActorMigrate.Host.Wording;

/// <summary>Phases as people read them.</summary>
internal static partial class PhaseNames
{
    /// <summary>Returns the phase's name in words: <c>extract source schema</c>.</summary>
    public static string Words(Phase phase) => Capitals().Replace(phase.ToString(), " $0").TrimStart().ToLowerInvariant();

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Capitals();
}
