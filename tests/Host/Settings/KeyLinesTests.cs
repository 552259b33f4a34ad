using ActorMigrate.Host.Settings;

namespace ActorMigrate.Host.Tests.Settings;

public class KeyLinesTests
{
    [Theory]
    [InlineData("a = 1", "a", 1)]
    [InlineData("\n\na.b : 1", "a.b", 3)]
    [InlineData("a {\n b {\n  c = 1\n }\n d = 2 }\ne = 3", "a.b.c", 3)]
    [InlineData("a {\n b {\n  c = 1\n }\n d = 2 }\ne = 3", "a.d", 5)]
    [InlineData("a {\n b {\n  c = 1\n }\n d = 2 }\ne = 3", "e", 6)]
    [InlineData("a = [1, # ]\n {x = \"]\"},\n 2]\nb = 1", "b", 4)]
    [InlineData("a = \"\"\"x = {\n\"\"\"\nb = 1", "b", 3)]
    [InlineData("a = \"\\\"{\" // {\nb = ${a}\nc = 1", "c", 3)]
    [InlineData("a = \"\"\"C:\\\"\"\" // \"\nb = 1", "b", 2)]
    [InlineData("a = 1, b = 2\n a = 3", "a", 2)]
    [InlineData("a +=\n 1\nb = 1", "b", 3)]
    [InlineData("\"x.y\" { \"z\" = 1 }", "x.y.z", 1)]
    [InlineData("{\n \"a\": { \"b\": 1,\n  \"c\": 2 } }", "a.c", 3)]
    public void Keys_are_found_by_line(string text, string path, int line) => Assert.Equal(line, KeyLines.Of(text).LineOf(path));

    [Fact]
    public void The_comment_above_a_key_is_kept()
    {
        var lines = KeyLines.Of("# Head.\n\n# The first.\na = 1\nb = 2 # beside\n// The third.\nc { d = 3 }");

        Assert.Equal("The first.", lines.CommentOf("a"));
        Assert.Null(lines.CommentOf("b"));
        Assert.Null(lines.CommentOf("none"));
    }
}
