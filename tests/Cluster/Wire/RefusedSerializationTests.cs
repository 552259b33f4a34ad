using System.Runtime.Serialization;
using ActorMigrate.Cluster.Wire;

namespace ActorMigrate.Cluster.Tests.Wire;

/// <summary>The actor system as the product sets it up writes and reads messages of the table, and
/// nothing of the default serializer.</summary>
public sealed class RefusedSerializationTests : IAsyncLifetime
{
    private TestNode node = null!;

    public async Task InitializeAsync() => node = await TestNode.StartAsync(_ => Task.FromResult<IReadOnlyCollection<string>>([]));

    public async Task DisposeAsync() => await node.DisposeAsync();

    [Fact]
    public void The_default_serializer_neither_writes_nor_reads()
    {
        var serialization = node.System.Serialization;

        Assert.ThrowsAny<SerializationException>(() => serialization.Serialize(new Secret("text")));
        Assert.ThrowsAny<SerializationException>(() => serialization.Serialize(new List<string> { "text" }));
        Assert.ThrowsAny<SerializationException>(() => serialization.Deserialize("{}"u8.ToArray(), 1, typeof(Secret)));
        Assert.ThrowsAny<SerializationException>(
            () => serialization.Deserialize("{\"$type\":\"System.IO.FileInfo\"}"u8.ToArray(), 1, typeof(object).AssemblyQualifiedName!));
        Assert.ThrowsAny<SerializationException>(() => serialization.Deserialize("{}"u8.ToArray(), 1, ""));
    }

    [Fact]
    public void A_serializer_that_nobody_set_up_reads_nothing() =>
        Assert.ThrowsAny<SerializationException>(() => node.System.Serialization.Deserialize("{}"u8.ToArray(), 4711, "manifest"));

    [Fact]
    public void Every_wire_message_goes_through_the_table()
    {
        var odd = new Odd(new Random(2));
        foreach (var type in WireTypes.All)
            Assert.IsType<WireSerializer>(node.System.Serialization.FindSerializerFor(odd.Of(type)));
    }

    private sealed record Secret(string Text);
}
