namespace ActorMigrate.EndToEnd.Tests;

/// <summary>A test that takes minutes or gigabytes: reported as skipped, with the way to run it, unless it is asked for.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LongFactAttribute : FactAttribute
{
    private const string Variable = "ACTORMIGRATE_ALL";

    public LongFactAttribute()
    {
        if (Environment.GetEnvironmentVariable(Variable) != "1")
            Skip = $"It takes long. To run it, too: {Variable}=1 ./test";
    }
}
