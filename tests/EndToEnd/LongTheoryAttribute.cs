namespace ActorMigrate.EndToEnd.Tests;

/// <summary>A theory that takes minutes: reported as skipped, with the way to run it, unless it is asked for.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LongTheoryAttribute : TheoryAttribute
{
    public LongTheoryAttribute() => Skip = new LongFactAttribute().Skip;
}
