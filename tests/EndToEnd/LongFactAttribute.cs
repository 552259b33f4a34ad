using System.Runtime.CompilerServices;

namespace ActorMigrate.EndToEnd.Tests;

/// <summary>
/// A test that takes minutes or gigabytes: reported as skipped, with the way to run it, unless it is asked for.
/// One that is not sampled, since it takes many minutes on a slow machine, runs only together with all others.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LongFactAttribute : FactAttribute
{
    public LongFactAttribute(bool sampled = true, [CallerMemberName] string test = "")
    {
        Sampled = sampled;
        Skip = LongTests.Skip(test);
    }

    /// <summary>False when no seed chooses the test.</summary>
    public bool Sampled { get; }
}
