using System.Runtime.CompilerServices;

namespace ActorMigrate.EndToEnd.Tests;

/// <summary>A test that takes minutes or gigabytes: reported as skipped, with the way to run it, unless it is asked for.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LongFactAttribute(bool sampled = true, [CallerMemberName] string test = "") : FactAttribute, ILongTest
{
    /// <inheritdoc />
    public override string? Skip => LongTests.Skip(test);

    /// <inheritdoc />
    public bool IsSampled => sampled;
}
