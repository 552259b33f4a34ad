using Xunit.Abstractions;

[assembly: TestCollectionOrderer("ActorMigrate.EndToEnd.Tests.Running.WaitingFirst", "ActorMigrate.EndToEnd.Tests")]

namespace ActorMigrate.EndToEnd.Tests.Running;

/// <summary>Begins with the classes whose tests wait most, for leases and failure detectors. Left to the end, they would wait alone, and
/// the processors with them.</summary>
public sealed class WaitingFirst : ITestCollectionOrderer
{
    private static readonly string[] Waiting = ["ActorMigrate.EndToEnd.Tests.Nodes.", "ActorMigrate.EndToEnd.Tests.Failures."];

    /// <inheritdoc />
    public IEnumerable<ITestCollection> OrderTestCollections(IEnumerable<ITestCollection> testCollections) =>
        testCollections.OrderByDescending(
            collection => Waiting.Any(room => collection.DisplayName.Contains(room, StringComparison.Ordinal)));
}
