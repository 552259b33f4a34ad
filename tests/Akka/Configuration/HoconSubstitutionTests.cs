using Akka.Configuration;

namespace ActorMigrate.ActorLayer.Tests.Configuration;

public class HoconSubstitutionTests
{
    private static Config Parse(string hocon) => ConfigurationFactory.ParseString(hocon);

    [Fact]
    public void A_substitution_takes_the_value_of_another_key_wherever_it_stands()
    {
        var config = Parse("a { late = ${b.name}, text = \"Hello \"${a.early}\"!\", early = Roger }\nb.name = x");

        Assert.Equal("x", config.GetString("a.late"));
        Assert.Equal("Hello Roger!", config.GetString("a.text"));
    }

    [Fact]
    public void A_substitution_takes_the_last_value_of_its_key() => Assert.Equal(2, Parse("a = ${b}\nb = 1\nb = 2").GetInt("a"));

    [Fact]
    public void Substitutions_follow_one_another() => Assert.Equal(123, Parse("b = 1\nc = ${b}2\nd = ${c}3").GetInt("d"));

    [Fact]
    public void A_substituted_object_merges_with_what_stands_beside_it()
    {
        var config = Parse("base { x = 1, y = 1 }\na = ${base} { y = 2, z = 3 }");

        Assert.Equal([1, 2, 3], new[] { "a.x", "a.y", "a.z" }.Select(path => config.GetInt(path)));
        Assert.Equal(1, config.GetInt("base.y"));
    }

    [Fact]
    public void A_substituted_object_merges_with_what_its_key_held_before_and_after()
    {
        var config = Parse("base { x = 1, y = 1 }\na { w = 0, x = 0 }\na = ${base}\na { y = 2 }\na.z = 3");

        Assert.Equal([0, 1, 2, 3], new[] { "a.w", "a.x", "a.y", "a.z" }.Select(path => config.GetInt(path)));
    }

    [Fact]
    public void A_substituted_text_replaces_the_object_before_it() => Assert.Equal("text", Parse("b = text\na { x = 1 }\na = ${b}").GetString("a"));

    [Fact]
    public void A_path_may_lead_through_a_substituted_object() => Assert.Equal(1, Parse("c = ${a.x}\na = ${b}\nb.x = 1").GetInt("c"));

    [Fact]
    public void An_optional_substitution_without_a_value_leaves_the_key_unset()
    {
        var config = Parse("a = ${?nothing.here}\nb = 1\nb = ${?nothing.here}\nc = x${?nothing.here}y\nd = [1, ${?nothing.here}, 2]");

        Assert.False(config.HasPath("a"));
        Assert.Equal(1, config.GetInt("b"));
        Assert.Equal("xy", config.GetString("c"));
        Assert.Equal([1, 2], config.GetIntList("d"));
    }

    [Fact]
    public void What_the_text_lacks_comes_from_the_environment()
    {
        var name = $"HOCON_{Guid.NewGuid():N}";
        Environment.SetEnvironmentVariable(name, "from outside");
        try
        {
            Assert.Equal("from outside", Parse($"a = ${{{name}}}").GetString("a"));
            Assert.Equal("from outside", Parse($"a = inside\na = ${{?{name}}}").GetString("a"));
            Assert.Equal("inside", Parse($"{name} = inside\na = ${{{name}}}").GetString("a"));
        }
        finally
        {
            Environment.SetEnvironmentVariable(name, null);
        }
    }

    [Fact]
    public void A_value_may_refer_to_what_its_own_key_held_before()
    {
        Assert.Equal("one two", Parse("a = one\na = ${a} two").GetString("a"));
        Assert.Equal("two", Parse("a = ${?a}two").GetString("a"));
        Assert.Equal(2, Parse("a { x = 1 }\na = ${a} { y = 2 }").GetInt("a.y"));
    }

    [Theory]
    [InlineData("b = 1\na = x ${nothing.here}", "line 2, column 7: Unresolved substitution: nothing.here")]
    [InlineData("a = ${a}", "line 1, column 5: Unresolved substitution: a")]
    [InlineData("a = ${b}\nb = ${a}", "refers to itself in a circle")]
    [InlineData("a = ${b} x\nb = [${c}]\nc.d = ${a}", "refers to itself in a circle")]
    [InlineData("a { b = ${a} }", "line 1, column 9: ${a} refers to itself in a circle")]
    public void A_substitution_that_finds_nothing_or_only_itself_is_an_error(string hocon, string expected)
    {
        var error = Assert.Throws<FormatException>(() => Parse(hocon));

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }
}
