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
    [InlineData("SELECT 'a (b)'", "SELECT 'ab'")]
    [InlineData("SELECT 'x.y'", "SELECT 'y'")]
    [InlineData("SELECT a AS \"b c\"", "SELECT a AS \"bc\"")]
    [InlineData("SELECT a AS \"b.c\"", "SELECT a AS \"c\"")]
    [InlineData("SELECT 'it''s (1)'", "SELECT 'it''s 1'")]
    public void What_stands_in_strings_and_quoted_names_counts(string source, string target) =>
        Assert.False(Between.AreEqual(source, target));
}
