using System.Runtime.CompilerServices;

namespace ActorMigrate.EndToEnd.Tests;

/// <summary>A theory that takes minutes: reported as skipped, with the way to run it, unless it is asked for.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LongTheoryAttribute(bool sampled = true, [CallerMemberName] string test = "") : TheoryAttribute, ILongTest
{
    /// <inheritdoc />
    public override string? Skip => LongTests.Skip(test);

    /// <inheritdoc />
    public bool IsSampled => sampled;
}
