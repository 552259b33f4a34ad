using System.Text.RegularExpressions;

namespace ActorMigrate.Migration.Phases;

/// <summary>Phases as people read them.</summary>
public static partial class PhaseNames
{
    /// <summary>Returns the phase's name in words: <c>extract source schema</c>.</summary>
    public static string Words(Phase phase) => Words(phase.ToString());

    /// <inheritdoc cref="Words(Phase)"/>
    public static string Words(string phase) => Capitals().Replace(phase, " $0").TrimStart().ToLowerInvariant();

    [GeneratedRegex("[A-Z]")]
    private static partial Regex Capitals();
}
