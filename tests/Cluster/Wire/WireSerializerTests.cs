using System.Runtime.Serialization;
using System.Text;
using System.Text.Json.Serialization;
using ActorMigrate.Cluster.Placement;
using ActorMigrate.Cluster.Wire;
using ActorMigrate.Migration;
using Akka.Actor;
using Akka.TestKit.Xunit2;

namespace ActorMigrate.Cluster.Tests.Wire;

public sealed class WireSerializerTests : TestKit
{
    private readonly WireSerializer serializer;

    public WireSerializerTests()
    {
        serializer = new WireSerializer((ExtendedActorSystem)Sys);
    }

    public static TheoryData<Type> Types => [.. WireTypes.All];

    private static NodePlace Place { get; } = new(new NodeId(Guid.NewGuid()), "host", 1);

    [Theory]
    [MemberData(nameof(Types))]
    public void A_message_of_each_type_comes_back_as_it_was_sent(Type type)
    {
        var odd = new Odd(new Random(type.Name.Length));
        for (var i = 0; i < 300; i++)
        {
            var message = odd.Of(type);

            var back = serializer.FromBinary(serializer.ToBinary(message), serializer.Manifest(message));

            Assert.IsType(type, back);
            Assert.Equivalent(message, back, strict: true);
        }
    }

    [Fact]
    public void Every_type_that_says_that_it_travels_and_no_other_has_a_form_in_JSON()
    {
        var readable = typeof(WireJson).CustomAttributes.Where(one => one.AttributeType == typeof(JsonSerializableAttribute))
            .Select(one => (Type)one.ConstructorArguments[0].Value!);

        Assert.Equal(WireTypes.All.OrderBy(type => type.FullName), readable.OrderBy(type => type.FullName));
    }

    [Fact]
    public void Every_type_has_a_manifest_of_its_own_that_names_no_type()
    {
        var odd = new Odd(new Random(1));
        var manifests = WireTypes.All.Select(type => serializer.Manifest(odd.Of(type))).ToList();

        Assert.Equal(manifests.Count, manifests.Distinct().Count());
        Assert.All(manifests, manifest => Assert.Null(Type.GetType(manifest)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Order")]
    [InlineData("ORDER")]
    [InlineData("System.Object")]
    [InlineData("ActorMigrate.Cluster.Wire.Order, ActorMigrate.Cluster")]
    [InlineData("System.Diagnostics.Process, System.Diagnostics.Process")]
    public void A_message_with_an_unknown_manifest_is_refused(string manifest) =>
        Assert.Throws<SerializationException>(() => serializer.FromBinary("{}"u8.ToArray(), manifest));

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("{\"Place\":")]
    [InlineData("{\"Place\":null,\"Task\":null,\"Attempts\":0,\"Memory\":0}")]
    [InlineData("{\"$type\":\"System.Object\"}")]
    public void A_message_that_is_broken_or_incomplete_is_refused(string text)
    {
        foreach (var type in WireTypes.All)
        {
            var manifest = serializer.Manifest(new Odd(new Random(1)).Of(type));
            Assert.Throws<SerializationException>(() => serializer.FromBinary(Encoding.UTF8.GetBytes(text), manifest));
        }
    }

    [Fact]
    public void A_message_is_read_or_refused_whatever_becomes_of_its_bytes()
    {
        var random = new Random(17);
        var odd = new Odd(random);
        foreach (var type in WireTypes.All)
        {
            for (var i = 0; i < 200; i++)
            {
                var message = odd.Of(type);
                var bytes = serializer.ToBinary(message);
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
                ReadOrRefuse(bytes[..random.Next(bytes.Length + 1)], serializer.Manifest(message));
                ReadOrRefuse(bytes, serializer.Manifest(message));
            }
        }
    }

    [Fact]
    public void A_type_that_is_not_a_wire_message_is_not_written()
    {
        Assert.Throws<SerializationException>(() => serializer.ToBinary("text"));
        Assert.Throws<SerializationException>(() => serializer.Manifest(new object()));
        Assert.Throws<ArgumentNullException>(() => serializer.Manifest(null!));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_time_that_is_no_number_is_not_written(double silence) =>
        Assert.Throws<ArgumentException>(() => serializer.ToBinary(new SlotsOffered(Place, [], [], silence)));

    private void ReadOrRefuse(byte[] bytes, string manifest)
    {
        try
        {
            Assert.NotNull(serializer.FromBinary(bytes, manifest));
        }
        catch (SerializationException)
        {
        }
    }
}
