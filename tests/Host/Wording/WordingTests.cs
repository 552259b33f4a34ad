using ActorMigrate.Host.Wording;
using ActorMigrate.Migration.Directing;
using ActorMigrate.Migration.Phases;

namespace ActorMigrate.Host.Tests.Wording;

public class WordingTests
{
    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(999, "999 B")]
    [InlineData(1000, "1.0 KiB")]
    [InlineData(1536, "1.5 KiB")]
    [InlineData(123_456, "121 KiB")]
    [InlineData(1024L * 1024 * 1024, "1.0 GiB")]
    [InlineData(long.MaxValue, "8192 PiB")]
    public void Sizes_have_about_three_digits(long bytes, string expected) => Assert.Equal(expected, Amounts.Bytes(bytes));

    [Theory]
    [InlineData(0, "0.0 s")]
    [InlineData(0.84, "0.8 s")]
    [InlineData(9.96, "10 s")]
    [InlineData(59.4, "59 s")]
    [InlineData(59.6, "1 m 00 s")]
    [InlineData(125, "2 m 05 s")]
    [InlineData(3599.6, "1 h 00 m")]
    [InlineData(3720, "1 h 02 m")]
    [InlineData(86399, "1 d 00 h")]
    [InlineData(200_000, "2 d 08 h")]
    public void Durations_have_at_most_two_units(double seconds, string expected) => Assert.Equal(expected, Amounts.Seconds(seconds));

    [Theory]
    [InlineData(1, "1 table")]
    [InlineData(0, "0 tables")]
    [InlineData(12_345, "12,345 tables")]
    public void Counts_agree_with_their_noun(long count, string expected) => Assert.Equal(expected, Amounts.Count(count, "table"));

    [Theory]
    [InlineData(0.999, "99 %")]
    [InlineData(1, "100 %")]
    public void A_share_is_whole_only_when_it_is_whole(double share, string expected) => Assert.Equal(expected, Amounts.Percent(share));

    [Theory]
    [InlineData(996, 1000, "100 %")]
    [InlineData(4, 1000, "0 %")]
    [InlineData(0, 0, "0 %")]
    public void A_part_is_rounded_so_that_parts_add_up(long part, long whole, string expected) =>
        Assert.Equal(expected, Amounts.Part(part, whole));

    [Theory]
    [InlineData(null, 0L, "no rate limit")]
    [InlineData(null, 2048L, "2.0 KiB/s together")]
    [InlineData("db7", 2048L, "2.0 KiB/s")]
    public void A_rate_that_is_set_tells_for_how_many_nodes(string? node, long rate, string expected) =>
        Assert.Equal(expected, DirectiveWords.Settings(new DirectiveDraft(DirectiveVerb.Set, node, MaxRate: rate)));

    [Theory]
    [InlineData("plain ünïcode 表 😀", "plain ünïcode 表 😀")]
    [InlineData("a\nb\r\tc", "a\\nb\\r\\tc")]
    [InlineData("\e[31m\u009b\u0000\u007f", "\\u001b[31m\\u009b\\u0000\\u007f")]
    [InlineData("\u202eevil\u200b\u2028", "\\u202eevil\\u200b\\u2028")]
    public void Text_from_servers_is_made_harmless(string text, string expected) => Assert.Equal(expected, Printable.Line(text));

    [Fact]
    public void Half_a_character_is_made_harmless_too() => Assert.Equal("a\\ufffd", Printable.Line("a" + (char)0xD800));

    [Theory]
    [InlineData("public.a", 8)]
    [InlineData("表", 2)]
    [InlineData("ｶﾅ한글", 6)]
    [InlineData("e\u0301", 1)]
    [InlineData("😀", 2)]
    [InlineData("…é", 2)]
    public void Text_is_measured_in_the_columns_of_a_terminal(string text, int columns) => Assert.Equal(columns, TerminalColumns.Of(text));

    [Theory]
    [InlineData("顧客マスタ", 10, "顧客マスタ", "顧客マスタ")]
    [InlineData("顧客マスタ", 9, "顧客マス…", "…客マスタ")]
    [InlineData("顧客マスタ", 8, "顧客マ…", "…マスタ")]
    [InlineData("cafe\u0301", 3, "ca…", "…fe\u0301")]
    [InlineData("table_1", 4, "tab…", "…e_1")]
    public void Text_that_is_too_wide_loses_whole_characters(string text, int columns, string start, string end) =>
        Assert.Equal((start, end), (TerminalColumns.KeepStart(text, columns), TerminalColumns.KeepEnd(text, columns)));

    [Fact]
    public void Phases_are_named_in_words() => Assert.Equal("convert tables to logged", PhaseNames.Words(Phase.ConvertTablesToLogged));
}
