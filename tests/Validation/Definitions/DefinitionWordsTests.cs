using ActorMigrate.Validation.Definitions;

namespace ActorMigrate.Validation.Tests.Definitions;

public sealed class DefinitionWordsTests
{
    private static readonly DefinitionWords Between = new(15, 18);

    [Theory]
    [InlineData("SELECT t.a FROM s.t WHERE (t.b > 1)", "SELECT a FROM s.t WHERE b > 1")]
    [InlineData(
        """SELECT "n""..[".a FROM s."n""..[" "n""..[" WHERE ("n""..[".b <> 'n"..''[')""",
        """SELECT a FROM s."n""..[" "n""..[" WHERE (b <> 'n"..''[')""")]
    public void Qualifiers_and_parentheses_of_a_query_do_not_count_between_versions_that_write_them_differently(
        string source, string target)
    {
        Assert.True(Between.AreEqual(source, target));
        Assert.False(new DefinitionWords(16, 18).AreEqual(source, target));
    }

    [Fact]
    public void Quotation_marks_of_a_word_that_one_version_does_not_know_do_not_count_between_versions()
    {
        const string known = """CHECK ((json_scalar(kw."json", '"json"') IS NULL))""";
        const string unknown = "CHECK ((json_scalar(kw.json, '\"json\"') IS NULL))";
        Assert.True(new DefinitionWords(16, 18).AreEqual(unknown, known));
        Assert.False(new DefinitionWords(18, 18).AreEqual(unknown, known));
        Assert.False(new DefinitionWords(16, 18).AreEqual("SELECT '\"json\"'", "SELECT 'json'"));
        Assert.False(new DefinitionWords(16, 18).AreEqual("SELECT \"Json\"", "SELECT json"));
        Assert.False(new DefinitionWords(16, 18).AreEqual("SELECT \"\"\"json\"\"\"", "SELECT json"));
    }

    [Theory]
    [InlineData("SELECT 'x'::text, NULL::s.ty, '-1'::integer", "SELECT 'x'::text AS text, NULL::s.ty AS ty, '-1'::integer AS int4")]
    [InlineData("SELECT '{1}'::numeric(4,2)[], '5'::\"char\"", "SELECT '{1}'::numeric(4,2)[] AS \"numeric\", '5'::\"char\" AS \"char\"")]
    [InlineData("SELECT '12:00'::time without time zone", "SELECT '12:00'::time without time zone AS \"time\"")]
    [InlineData("SELECT ('a'::text COLLATE \"C\")", "SELECT ('a'::text COLLATE \"C\") AS text")]
    [InlineData("SELECT ( SELECT 'i'::text)", "SELECT ( SELECT 'i'::text AS text) AS text")]
    [InlineData("SELECT ft.a FROM s.ft() ft(a), s.ft() g(a)", "SELECT ft.a FROM s.ft() ft(a, b), s.ft() g(a, b)")]
    [InlineData("f()\n SET force_parallel_mode TO 'on'\nAS", "f()\n SET debug_parallel_query TO 'on'\nAS")]
    public void A_copy_says_what_its_source_says(string source, string target)
    {
        Assert.True(new DefinitionWords(15, 15).AreEqual(source, target));
        Assert.True(Between.AreEqual(source, target));
    }

    [Theory]
    [InlineData("SELECT 'x'::text AS a", "SELECT 'x'::text AS b")]
    [InlineData("SELECT 'x'::text AS text", "SELECT 'x'::text AS other")]
    [InlineData("SELECT 'a''::text AS text'", "SELECT 'a''::text'")]
    [InlineData("SELECT ft.a FROM s.ft() ft(a)", "SELECT ft.a FROM s.ft() ft(b, a)")]
    [InlineData("SELECT ' f() f(a)'", "SELECT ' f() f(a, b)'")]
    public void Another_name_of_a_column_counts(string source, string target) =>
        Assert.False(new DefinitionWords(15, 15).AreEqual(source, target));

    [Theory]
    [InlineData("SELECT 'a (b)'", "SELECT 'ab'")]
    [InlineData("SELECT 'x.y'", "SELECT 'y'")]
    [InlineData("SELECT a AS \"b c\"", "SELECT a AS \"bc\"")]
    [InlineData("SELECT a AS \"b.c\"", "SELECT a AS \"c\"")]
    [InlineData("SELECT 'it''s (1)'", "SELECT 'it''s 1'")]
    public void What_stands_in_strings_and_quoted_names_counts(string source, string target) =>
        Assert.False(Between.AreEqual(source, target));
}
