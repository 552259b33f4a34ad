using System.Globalization;
using Xunit.Abstractions;

namespace ActorMigrate.Faults.Tests.Matrix;

/// <summary>The copy is exact whatever goes wrong: a sample of the cases, or those that are asked for.</summary>
public sealed class FaultMatrixTests(FaultServers servers, ITestOutputHelper output) : IClassFixture<FaultServers>
{
    /// <summary>A number here runs that case alone; two, as in <c>20-40</c>, run those from the first to the last.</summary>
    private const string SeedVariable = "ACTORMIGRATE_FAULT_SEED";

    public static TheoryData<int> Sample => Environment.GetEnvironmentVariable(SeedVariable) is { Length: > 0 } seeds
        ? Numbers([.. seeds.Split('-').Select(seed => int.Parse(seed, CultureInfo.InvariantCulture))])
        : [1, 2, 3, 8, 13, 20, 21, 34];

    [Theory]
    [MemberData(nameof(Sample))]
    public Task The_copy_is_exact_whatever_goes_wrong(int seed) => new FaultProof(servers, output).HoldsAsync(seed);

    /// <summary>From the first to the last.</summary>
    internal static TheoryData<int> Numbers(params int[] ends) => [.. Enumerable.Range(ends[0], ends[^1] - ends[0] + 1)];
}

/// <summary>All cases, a test for each, in two classes that run at the same time.</summary>
public sealed class FirstCasesTests(FaultServers servers, ITestOutputHelper output) : IClassFixture<FaultServers>
{
    public static TheoryData<int> Cases => FaultMatrixTests.Numbers(1, FaultCase.Count / 2);

    [LongTheory(sampled: false)]
    [MemberData(nameof(Cases))]
    public Task The_copy_is_exact_whatever_goes_wrong(int seed) => new FaultProof(servers, output).HoldsAsync(seed);
}

/// <inheritdoc cref="FirstCasesTests"/>
public sealed class FurtherCasesTests(FaultServers servers, ITestOutputHelper output) : IClassFixture<FaultServers>
{
    public static TheoryData<int> Cases => FaultMatrixTests.Numbers((FaultCase.Count / 2) + 1, FaultCase.Count);

    [LongTheory(sampled: false)]
    [MemberData(nameof(Cases))]
    public Task The_copy_is_exact_whatever_goes_wrong(int seed) => new FaultProof(servers, output).HoldsAsync(seed);
}
