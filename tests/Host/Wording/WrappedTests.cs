using ActorMigrate.Host.Wording;

namespace ActorMigrate.Host.Tests.Wording;

public sealed class WrappedTests
{
    [Theory]
    [InlineData("one two three four five six", "one two three four|  five six")]
    [InlineData("  indented words stay where they are", "  indented words stay|  where they are")]
    [InlineData("short", "short")]
    [InlineData("顧客マスタ 商品マスタ 在庫", "顧客マスタ 商品マスタ|  在庫")]
    [InlineData("a-word-that-is-longer-than-its-place and more", "a-word-that-is-longer-than-its-place|  and more")]
    public void Lines_are_broken_between_words(string words, string lines) =>
        Assert.Equal(lines.Split('|'), Wrapped.Lines(words, 21, 2));
}
