using System.Runtime.CompilerServices;

namespace ActorMigrate.EndToEnd.Tests;

/// <summary>
/// A theory that takes minutes: reported as skipped, with the way to run it, unless it is asked for.
/// One that is not sampled, since it repeats for many numbers a test of a few, or takes many minutes, runs only together with all others.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LongTheoryAttribute : TheoryAttribute
{
    public LongTheoryAttribute(bool sampled = true, [CallerMemberName] string test = "")
    {
        Sampled = sampled;
        Skip = LongTests.Skip(test);
    }

    /// <summary>False when no seed chooses the theory.</summary>
    public bool Sampled { get; }
}
