using ActorMigrate.Migration.Objects;

namespace ActorMigrate.Migration.Tests.Objects;

public sealed class DeparsedFormTests
{
    [Theory]
    [InlineData("CHECK ((s)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))",
        "CHECK ((s)::text = ANY (ARRAY[('a'::character varying)::text, ('b'::character varying)::text]))")]
    [InlineData("x = ANY ((ARRAY['it''s, (]'::\"a b\", lower(y, 'z'), NULL])::app.mood[]) AND (ARRAY[1])::bigint[] IS NULL",
        "x = ANY (ARRAY[('it''s, (]'::\"a b\")::app.mood, (lower(y, 'z'))::app.mood, (NULL)::app.mood]) AND ARRAY[(1)::bigint] IS NULL")]
    [InlineData("(s::text = ANY (ARRAY['a'::character varying, 'b'::character varying]::text[]))",
        "(s::text = ANY (ARRAY['a'::character varying::text, 'b'::character varying::text]))")]
    public void An_array_that_is_cast_becomes_an_array_of_casts(string text, string copy)
    {
        Assert.Equal(copy, DeparsedForm.OfCopy(text));
        Assert.Equal(copy, DeparsedForm.OfCopy(copy));
        Assert.Equal([text, copy], DeparsedForm.Both(text));
    }

    [Fact]
    public void A_list_of_values_gets_a_blank()
    {
        const string text = "SELECT x.column1 AS a FROM (VALUES (1,'a'::text), (2,NULL::text)) x;";
        const string copy = "SELECT x.column1 AS a FROM ( VALUES (1,'a'::text), (2,NULL::text)) x;";
        Assert.Equal([text, copy], DeparsedForm.Both(text));
        Assert.Equal([copy], DeparsedForm.Both(copy));
    }

    [Theory]
    [InlineData("")]
    [InlineData("(ARRAY[")]
    [InlineData("(ARRAY['a")]
    [InlineData("(ARRAY[]::text[] || ARRAY[1, 2])")]
    [InlineData("(ARRAY[1, 2])[1]")]
    [InlineData("(ARRAY[1, 2])::text")]
    [InlineData("(ARRAY[1, 2] || x)::text[]")]
    [InlineData("f(ARRAY[1, 2])")]
    public void Other_text_stays(string text) => Assert.Equal([text], DeparsedForm.Both(text));
}
