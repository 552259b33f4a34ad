using ActorMigrate.Catalog.Renaming;

namespace ActorMigrate.Catalog.Tests;

public sealed class QualifierRenameTests
{
    [Theory]
    [InlineData("SELECT a.x FROM a.t a", "SELECT a.x FROM t a", "SELECT a.x FROM new.t a")]
    [InlineData("a.a", "a", "new.a")]
    [InlineData("a.a.a", "a.a", "new.a.a")]
    [InlineData("nextval('a.seq'::regclass)", "nextval('seq'::regclass)", "nextval('new.seq'::regclass)")]
    [InlineData("SELECT 'a.t' = text 'it''s'", "SELECT 'a.t' = text 'it''s'", "SELECT 'a.t' = text 'it''s'")]
    [InlineData("x OPERATOR(a.@@) y", "x @@ y", "x OPERATOR(new.@@) y")]
    [InlineData("lower(x) || a.f(y)", "pg_catalog.lower(x) OPERATOR(pg_catalog.||) f(y)", "lower(x) || new.f(y)")]
    [InlineData("$q$ a.t 'x $q$ a.t", "$q$ a.t 'x $q$ t", "$q$ a.t 'x $q$ new.t")]
    [InlineData("= 'nextval(''a.seq''::regclass)'", "= 'nextval(''seq''::regclass)'", "= 'nextval(''new.seq''::regclass)'")]
    [InlineData(@"= E'E''a.""x\\\\y""''::regclass'", @"= E'E''""x\\\\y""''::regclass'", @"= E'E''new.""x\\\\y""''::regclass'")]
    [InlineData("SELECT 1", "SELECT 2", null)]
    public void Only_what_names_the_schema_is_renamed(string qualified, string bare, string? renamed)
    {
        Assert.Equal(renamed, QualifierRename.Of(qualified, [(Probe("a", "new"), bare)]));
    }

    [Fact]
    public void Several_schemas_in_one_text_are_distinguished_also_when_they_exchange_their_names()
    {
        var renamed = QualifierRename.Of(
            "SELECT a.t.x, b.t.x FROM a.t JOIN b.t USING ('a.t'::regclass, 'b.t'::regclass)",
            [
                (Probe("a", "b"), "SELECT t.x, b.t.x FROM t JOIN b.t USING ('t'::regclass, 'b.t'::regclass)"),
                (Probe("b", "a"), "SELECT a.t.x, t.x FROM a.t JOIN t USING ('a.t'::regclass, 't'::regclass)"),
            ]);
        Assert.Equal("SELECT b.t.x, a.t.x FROM b.t JOIN a.t USING ('b.t'::regclass, 'a.t'::regclass)", renamed);
    }

    [Fact]
    public void A_long_text_with_many_places_is_aligned()
    {
        var qualified = string.Join(", ", Enumerable.Range(0, 5000).Select(i => $"a.f(a.x{i})"));
        var bare = string.Join(", ", Enumerable.Range(0, 5000).Select(i => $"f(a.x{i})"));
        Assert.Equal(qualified.Replace("a.f", "new.f"), QualifierRename.Of(qualified, [(Probe("a", "new"), bare)]));
    }

    private static SchemaProbe Probe(string schema, string quoted) => new(schema, quoted, null!);
}
