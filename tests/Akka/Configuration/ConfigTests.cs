using Akka.Configuration;

namespace ActorMigrate.ActorLayer.Tests.Configuration;

public class ConfigTests
{
    private static Config Parse(string hocon) => ConfigurationFactory.ParseString(hocon);

    [Fact]
    public void Values_are_read_by_type()
    {
        var config = Parse("i = 42, l = 9000000000, d = 1.5, on = on, no = false, list = [a, b], flags = [on, off], f = [1.5, 2]");

        Assert.Equal(42, config.GetInt("i"));
        Assert.Equal(9_000_000_000, config.GetLong("l"));
        Assert.Equal(1.5, config.GetDouble("d"));
        Assert.Equal(1.5f, config.GetFloat("d"));
        Assert.Equal(1.5m, config.GetDecimal("d"));
        Assert.True(config.GetBoolean("on"));
        Assert.False(config.GetBoolean("no", true));
        Assert.Equal(["a", "b"], config.GetStringList("list"));
        Assert.Equal([true, false], config.GetBooleanList("flags"));
        Assert.Equal([1.5, 2], config.GetDoubleList("f"));
    }

    [Fact]
    public void What_is_not_set_reads_as_the_given_default()
    {
        var config = Parse("a = 1");

        Assert.Equal(7, config.GetInt("none", 7));
        Assert.Null(config.GetString("a.none"));
        Assert.True(config.GetBoolean("none", true));
        Assert.Equal(TimeSpan.Zero, config.GetTimeSpan("none"));
        Assert.Null(config.GetByteSize("none"));
        Assert.Equal(9, config.GetByteSize("none", 9));
        Assert.Empty(config.GetStringList("none"));
        Assert.Equal(["x"], config.GetStringList("none", ["x"]));
        Assert.Null(config.GetConfig("none"));
        Assert.Equal(0, new Config().GetInt("none"));
    }

    [Fact]
    public void A_value_of_the_wrong_type_is_an_error()
    {
        var config = Parse("a = text, o { x = 1 }");

        Assert.Throws<FormatException>(() => config.GetInt("a"));
        Assert.Throws<NotSupportedException>(() => config.GetBoolean("a"));
        Assert.Throws<FormatException>(() => config.GetTimeSpan("a"));
        Assert.Throws<FormatException>(() => config.GetByteSize("a"));
        Assert.Throws<FormatException>(() => config.GetInt("o"));
    }

    [Theory]
    [InlineData("250", 250)]
    [InlineData("250 ms", 250)]
    [InlineData("250ms", 250)]
    [InlineData("2 s", 2_000)]
    [InlineData("0.05 s", 50)]
    [InlineData("10 seconds", 10_000)]
    [InlineData("5m", 300_000)]
    [InlineData("2 hours", 7_200_000)]
    [InlineData("1 d", 86_400_000)]
    [InlineData("1500 us", 1.5)]
    [InlineData("500000 ns", 0.5)]
    [InlineData("infinite", -1)]
    public void Durations_take_units(string text, double milliseconds) =>
        Assert.Equal(milliseconds, Parse($"a = {text}").GetTimeSpan("a").TotalMilliseconds);

    [Theory]
    [InlineData("-1 s")]
    [InlineData("1 fortnight")]
    [InlineData("1 2 s")]
    [InlineData("s")]
    [InlineData("99999999999999 d")]
    public void What_is_no_duration_is_an_error(string text) =>
        Assert.Throws<FormatException>(() => Parse($"a = {text}").GetTimeSpan("a"));

    [Theory]
    [InlineData("512", 512)]
    [InlineData("512b", 512)]
    [InlineData("1k", 1024)]
    [InlineData("1 kB", 1000)]
    [InlineData("1 KiB", 1024)]
    [InlineData("2m", 2 * 1024 * 1024)]
    [InlineData("2 MB", 2_000_000)]
    [InlineData("2 MiB", 2 * 1024 * 1024)]
    [InlineData("2 GB", 2_000_000_000)]
    [InlineData("1 G", 1024L * 1024 * 1024)]
    [InlineData("1 TiB", 1024L * 1024 * 1024 * 1024)]
    [InlineData("3 megabytes", 3_000_000)]
    public void Byte_sizes_take_units(string text, long bytes) => Assert.Equal(bytes, Parse($"a = {text}").GetByteSize("a"));

    [Theory]
    [InlineData("1 apple")]
    [InlineData("k")]
    [InlineData("99999999999 EB")]
    public void What_is_no_size_is_an_error(string text) => Assert.Throws<FormatException>(() => Parse($"a = {text}").GetByteSize("a"));

    [Fact]
    public void A_fallback_fills_in_what_is_missing_and_changes_nothing_else()
    {
        var top = Parse("foo.bar { a = 123, only = here }");
        var bottom = Parse("foo.bar { a = 1, b = 2 }\nrest = x");

        var both = top.WithFallback(bottom);

        Assert.Equal(123, both.GetInt("foo.bar.a"));
        Assert.Equal(2, both.GetInt("foo.bar.b"));
        Assert.Equal(2, both.GetConfig("foo.bar")!.GetInt("b"));
        Assert.Equal("x", both.GetString("rest"));
        Assert.False(top.HasPath("rest"));
        Assert.False(bottom.HasPath("foo.bar.only"));
        Assert.Equal(1, bottom.GetInt("foo.bar.a"));
    }

    [Fact]
    public void Fallbacks_chain_in_either_way()
    {
        Config[] layers = [Parse("a.x = 1"), Parse("a { x = 2, y = 2 }"), Parse("a { x = 3, y = 3, z = 3 }")];

        var left = layers[0].WithFallback(layers[1]).WithFallback(layers[2]);
        var right = layers[0].WithFallback(layers[1].WithFallback(layers[2]));

        foreach (var config in new[] { left, right })
            Assert.Equal([1, 2, 3], new[] { "a.x", "a.y", "a.z" }.Select(path => config.GetInt(path)));
    }

    [Fact]
    public void A_scalar_and_an_object_do_not_mix_across_fallbacks()
    {
        var scalar = Parse("a.b = 1");
        var nested = Parse("a.b.c = 2");

        Assert.Equal(1, scalar.WithFallback(nested).GetInt("a.b"));
        Assert.Equal(2, nested.WithFallback(scalar).GetInt("a.b.c"));
    }

    [Fact]
    public void A_configuration_cannot_fall_back_on_itself()
    {
        var config = Parse("a = 1");

        Assert.Throws<ArgumentException>(() => config.WithFallback(config));
        Assert.Same(config, config.SafeWithFallback(config));
        Assert.Same(config, config.WithFallback(null));
        Assert.Same(config, ConfigurationFactory.Empty.WithFallback(config));
    }

    [Fact]
    public void Texts_convert_and_add_up()
    {
        Config config = "a = 1";

        Assert.Equal(2, (config + "b = 2").GetInt("b"));
        Assert.Equal(3, ("a = 3" + config).GetInt("a"));
    }

    [Fact]
    public void Empty_is_empty()
    {
        Assert.True(Config.Empty.IsEmpty);
        Assert.True(ConfigurationFactory.Empty.IsEmpty);
        Assert.True(Parse("# nothing").IsEmpty);
        Assert.True(new Config().IsNullOrEmpty());
        Assert.True(((Config?)null).IsNullOrEmpty());
        Assert.False(Parse("a = 1").IsEmpty);
    }

    [Fact]
    public void The_keys_at_the_top_can_be_enumerated_with_those_of_the_fallback()
    {
        var config = Parse("a = 1, b = 2").WithFallback(Parse("b = 3, c = 4"));

        Assert.Equal([("a", 1), ("b", 2), ("c", 4)], config.AsEnumerable().Select(item => (item.Key, item.Value.GetInt())).Order());
    }

    [Fact]
    public void A_configuration_prints_as_hocon_that_reads_back()
    {
        var config = Parse("a { x = 1, \"y.z\" = \"two words: \\\"q\\\"\", list = [1, [2], { k = v }], none = null }").WithFallback(Parse("b = 2"));

        var back = Parse(config.ToString(includeFallback: true));

        Assert.Equal(config.ToString(true), back.ToString());
        Assert.Equal("two words: \"q\"", back.GetString("a.\"y.z\""));
        Assert.Equal(2, back.GetInt("b"));
        Assert.DoesNotContain("b : 2", config.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_actor_system_has_defaults()
    {
        var defaults = ConfigurationFactory.Default();

        Assert.Equal("INFO", defaults.GetString("akka.loglevel"));
        Assert.True(defaults.GetInt("akka.actor.default-dispatcher.throughput") > 0);
        Assert.Equal(Timeout.InfiniteTimeSpan, defaults.GetTimeSpan("akka.actor.ask-timeout"));
    }

    [Fact]
    public void A_missing_resource_is_named()
    {
        var error = Assert.Throws<ConfigurationException>(() => ConfigurationFactory.FromResource<ConfigTests>("no.such.conf"));

        Assert.Contains("no.such.conf", error.Message, StringComparison.Ordinal);
    }
}
