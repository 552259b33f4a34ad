using Akka.Configuration;

namespace ActorMigrate.ActorLayer.Tests.Configuration;

public class HoconSyntaxTests
{
    private static Config Parse(string hocon) => ConfigurationFactory.ParseString(hocon);

    [Theory]
    [InlineData("a = 1")]
    [InlineData("a : 1")]
    [InlineData("{ a = 1 }")]
    [InlineData("{\"a\": 1}")]
    [InlineData("a=1,")]
    [InlineData("  \n a \t = \n 1 # said")]
    [InlineData("# before\n// and again\na = 1 // after\n")]
    [InlineData("\uFEFFa = 1")]
    [InlineData("a = 1\r\n")]
    [InlineData("b = 2, a = 1")]
    public void A_field_may_be_written_in_many_ways(string hocon) => Assert.Equal("1", Parse(hocon).GetString("a"));

    [Theory]
    [InlineData("a.b.c = 1")]
    [InlineData("a { b.c = 1 }")]
    [InlineData("a.b { c = 1 }")]
    [InlineData("a = { b = { c : 1 } }")]
    [InlineData("a . b . c = 1")]
    public void A_dotted_key_reads_as_nested_objects(string hocon) => Assert.Equal(1, Parse(hocon).GetInt("a.b.c"));

    [Fact]
    public void A_quoted_part_of_a_key_keeps_its_dots()
    {
        var config = Parse("a.\"b.c\".d = 1\n\"x y\" = 2\n x z = 3");

        Assert.Equal(1, config.GetInt("a.\"b.c\".d"));
        Assert.Equal(["b.c"], config.GetConfig("a")!.AsEnumerable().Select(item => item.Key));
        Assert.Equal(2, config.GetInt("x y"));
        Assert.Equal(3, config.GetInt("x z"));
    }

    [Theory]
    [InlineData("a = one two  three", "one two  three")]
    [InlineData("a = 127.0.0.1", "127.0.0.1")]
    [InlineData("a = \"quoted\"", "quoted")]
    [InlineData("a = \" kept \"", " kept ")]
    [InlineData("a = x \"y # no comment\" z # comment", "x y # no comment z")]
    [InlineData("a = \"\\\"\\\\\\/\\n\\t\\u0041\"", "\"\\/\n\tA")]
    [InlineData("a = \"\"\"C:\\raw\n\"lines\" \"\"\"", "C:\\raw\n\"lines\" ")]
    [InlineData("a = \"\"\"ends with \"quote\"\"\"\"", "ends with \"quote\"")]
    [InlineData("a = \"\"", "")]
    [InlineData("a = \"null\"", "null")]
    [InlineData("a = null", null)]
    [InlineData("a = 1e+5", "1e+5")]
    public void Strings_are_read_as_written(string hocon, string? expected) => Assert.Equal(expected, Parse(hocon).GetString("a"));

    [Theory]
    [InlineData("a = [1, 2, 3]")]
    [InlineData("a = [\n 1 # one\n 2\n\n 3\n]")]
    [InlineData("a = [1, 2, 3,]")]
    [InlineData("a = [1] [2,3]")]
    [InlineData("a = [1, 2]\na += 3")]
    [InlineData("a += 1\na += 2\na += 3")]
    [InlineData("a = [1]\na = ${a} [2, 3]")]
    [InlineData("b = [1, 2]\na = ${b} [3]")]
    [InlineData("o { a = [1] }\no { a = ${o.a} [2, 3] }\na = ${o.a}")]
    public void Arrays_are_listed_joined_and_appended_to(string hocon) => Assert.Equal([1, 2, 3], Parse(hocon).GetIntList("a"));

    [Fact]
    public void Arrays_hold_objects_and_arrays()
    {
        var items = Parse("a = [{ x = 1 }, [2, 3], four five]").GetValue("a")!.GetArray();

        Assert.Equal(1, items[0].GetObject()!.GetKey("x")!.GetInt());
        Assert.Equal([2, 3], items[1].GetIntList());
        Assert.Equal("four five", items[2].GetString());
    }

    [Fact]
    public void Objects_of_one_key_merge_and_later_values_win()
    {
        var config = Parse("a { x = 1, y = 1, deep { p = 1 } }\na { y = 2, deep { q = 2 } }\na.z = 3");

        Assert.Equal(1, config.GetInt("a.x"));
        Assert.Equal(2, config.GetInt("a.y"));
        Assert.Equal(3, config.GetInt("a.z"));
        Assert.Equal(1, config.GetInt("a.deep.p"));
        Assert.Equal(2, config.GetInt("a.deep.q"));
    }

    [Fact]
    public void A_plain_value_between_two_objects_hides_the_first()
    {
        var config = Parse("a.b = 1\na = null\na.c = 3");

        Assert.False(config.HasPath("a.b"));
        Assert.Equal(3, config.GetInt("a.c"));
    }

    [Fact]
    public void Adjacent_objects_merge() => Assert.Equal(3, Parse("a = { x = 1 } { y = 3 }").GetInt("a.y"));

    [Theory]
    [InlineData("a = 1\nb", "line 2, column 2: expected '=', ':' or '{' after the key 'b' instead of the end of the text")]
    [InlineData("a {\n  b = 1\n", "line 1, column 3: this { is never closed")]
    [InlineData("a = [1, 2", "line 1, column 5: this [ is never closed")]
    [InlineData("a = \"open\nb = 1", "line 1, column 5: this string is never closed; use \"\"\" for one over several lines")]
    [InlineData("a = 1 }", "line 1, column 7: expected a comma or a new line instead of '}'")]
    [InlineData("}", "line 1, column 1: expected a key instead of '}'")]
    [InlineData("{ a = 1 } }", "line 1, column 11: expected the end of the text instead of '}'")]
    [InlineData("a =", "line 1, column 4: expected a value instead of the end of the text")]
    [InlineData("a = , b = 1", "line 1, column 5: expected a value instead of ','")]
    [InlineData("a = akka.tcp://x", "line 1, column 13: expected a comma or a new line instead of ':'; a value with such a character needs \"quotes\"")]
    [InlineData("\n  a = *.x", "line 2, column 7: expected a value instead of '*'; put a text with such characters in \"quotes\"")]
    [InlineData("a = [x@y]", "line 1, column 7: expected a comma or a new line instead of '@'")]
    [InlineData("a = \"\\q\"", "line 1, column 6: '\\q' is not an escape")]
    [InlineData("a = \"\\u12\"", "line 1, column 6: \\u needs four hexadecimal digits")]
    [InlineData("a..b = 1", "line 1, column 3: expected a key instead of '.'")]
    [InlineData("a = ${b", "line 1, column 5: this ${ is never closed")]
    [InlineData("a = [1] text", "line 1, column 5: cannot join a list and a text into one value")]
    [InlineData("a = { b = 1 } [1]", "line 1, column 5: cannot join an object and a list into one value")]
    [InlineData("include \"other.conf\"", "line 1, column 1: include is not supported")]
    public void An_error_names_line_and_column(string hocon, string expected)
    {
        var error = Assert.Throws<ConfigurationException>(() => Parse(hocon));

        Assert.StartsWith(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nesting_without_end_is_an_error_rather_than_a_crash()
    {
        var error = Assert.Throws<ConfigurationException>(() => Parse("a = " + new string('[', 100_000)));

        Assert.Contains("nested deeper", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nested_fields_without_end_are_an_error_rather_than_a_crash() =>
        Assert.Throws<ConfigurationException>(() => Parse(string.Concat(Enumerable.Repeat("a {", 100_000))));

    [Fact]
    public void Any_text_is_read_or_refused_and_what_is_read_prints_and_reads_back()
    {
        string[] pieces = ["a", "b.c", "\"q\"", "\"\"\"", "=", ":", "+=", "{", "}", "[", "]", ",", "\n", " ", "#", "//", "${", "${?a}", "${b.c}", "}", "null", "1 s", "\\", ".", "*"];
        var random = new Random(20261122);
        var read = 0;
        for (var i = 0; i < 50_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(1, 14)).Select(_ => pieces[random.Next(pieces.Length)]));
            try
            {
                var config = Parse(text);
                Assert.Equal(config.ToString(), Parse(config.ToString()).ToString());
                read++;
            }
            catch (Exception e) when (e is ConfigurationException or FormatException)
            {
                Assert.StartsWith("line ", e.Message, StringComparison.Ordinal);
            }
        }

        Assert.InRange(read, 500, 50_000);
    }
}
