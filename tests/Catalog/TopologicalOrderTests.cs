using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Planning;
using ActorMigrate.Catalog.Reading;

namespace ActorMigrate.Catalog.Tests;

public sealed class TopologicalOrderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Nothing_comes_before_what_it_needs_whatever_the_names(int seed)
    {
        var random = new Random(seed);
        var drafts = Enumerable.Range(1, 200).Select(i => Draft(i, random)).ToList();
        var dependencies = Dependencies(200, random);
        var order = TopologicalOrder.Of(DraftGraph.Build(drafts, dependencies, new HashSet<uint>())).Select(index => index + 1).ToList();
        Assert.Equal(200, order.Count);
        foreach (var dependency in dependencies)
            Assert.True(
                order.IndexOf((int)dependency.Referenced.Oid) < order.IndexOf((int)dependency.Dependent.Oid), dependency.ToString());
    }

    [Fact]
    public void The_order_does_not_depend_on_the_order_of_reading()
    {
        var drafts = Enumerable.Range(1, 100).Select(i => Draft(i, new Random(i))).ToList();
        var dependencies = Dependencies(100, new Random(7));
        var shuffled = drafts.OrderBy(draft => draft.Name.GetHashCode(StringComparison.Ordinal)).ToList();
        Assert.Equal(Names(drafts, dependencies), Names(shuffled, [.. dependencies.Reverse()]));
    }

    [Fact]
    public void A_need_lifts_an_object_into_a_later_stage()
    {
        Draft[] drafts = [Draft(1, "a", SchemaStage.Schema), Draft(2, "b", SchemaStage.Table), Draft(3, "c", SchemaStage.Schema)];
        var graph = DraftGraph.Build(drafts, [Needs(1, 2), Needs(3, 1)], new HashSet<uint>());
        Assert.Equal([1, 0, 2], TopologicalOrder.Of(graph));
        Assert.Equal(SchemaStage.Table, graph.StageOf(2));
    }

    [Fact]
    public void A_circle_is_cut_and_everything_is_still_there()
    {
        Draft[] drafts = [Draft(1, "a", SchemaStage.Schema), Draft(2, "b", SchemaStage.Schema), Draft(3, "c", SchemaStage.Schema)];
        Assert.Equal(
            [0, 1, 2], TopologicalOrder.Of(DraftGraph.Build(drafts, [Needs(1, 3), Needs(3, 2), Needs(2, 1)], new HashSet<uint>())).Order());
    }

    [Fact]
    public void Objects_that_nothing_needs_are_left_out_when_they_are_out_of_scope()
    {
        Draft[] drafts =
        [
            Draft(1, "asked for", SchemaStage.Table),
            Draft(2, "needed", SchemaStage.Schema) with { OnlyIfNeeded = true },
            Draft(3, "not needed", SchemaStage.Schema) with { OnlyIfNeeded = true },
            Draft(4, "step of needed", SchemaStage.Schema) with { Address = null, Needs = [Address(2)] },
            Draft(5, "step of not needed", SchemaStage.Schema) with { Address = null, Needs = [Address(3)] },
        ];
        Assert.Equal([0, 1, 3], TopologicalOrder.Of(DraftGraph.Build(drafts, [Needs(1, 2)], new HashSet<uint>())).Order());
    }

    private static IEnumerable<string> Names(List<Draft> drafts, Dependency[] dependencies) =>
        TopologicalOrder.Of(DraftGraph.Build(drafts, dependencies, new HashSet<uint>())).Select(index => drafts[index].Name);

    // An object needs only such of lower numbers, so there is no circle; names and stages say nothing of the numbers.
    private static Dependency[] Dependencies(int count, Random random) =>
        [.. Enumerable.Range(2, count - 1).SelectMany(i => Enumerable.Range(0, random.Next(4)).Select(_ => Needs(i, random.Next(1, i))))];

    private static Draft Draft(int number, Random random) => Draft(
        number, $"{(char)random.Next('a', 'z')}{random.Next()}", (SchemaStage)random.Next(3));

    private static Draft Draft(int number, string name, SchemaStage stage) => new()
    {
        Address = Address(number),
        Stage = stage,
        Kind = "table",
        Name = name,
        Statements = [],
    };

    private static ObjectAddress Address(int number) => new(SystemCatalog.Class, (uint)number);

    private static Dependency Needs(int dependent, int referenced) => new(Address(dependent), Address(referenced), 'n');
}
