using ActorMigrate.Catalog.Drafts;
using ActorMigrate.Catalog.Planning;
using ActorMigrate.Catalog.Renaming;
using ActorMigrate.Migration;

namespace ActorMigrate.Catalog.Tests;

/// <summary>Names in the text of functions, which the server writes between dollar quotes.</summary>
public sealed class FunctionTextTests
{
    [Theory]
    [InlineData("sql", "SELECT most FROM public.limits")]
    [InlineData("sql", "SELECT most FROM public.limits ")]
    [InlineData("plpgsql", "DECLARE found int; BEGIN EXECUTE $q$SELECT most FROM limits$q$ INTO found; RETURN found; END")]
    public async Task A_check_waits_for_the_rows_of_the_table_that_its_function_reads_wherever_that_stands(string language, string body)
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync($"""
            CREATE TABLE limits (most int);
            CREATE FUNCTION most() RETURNS int LANGUAGE {language} AS $body${body}$body$;
            CREATE TABLE checked (id int CHECK (id <= most()));
            """);
        await roundtrip.ReadAsync();

        var plan = SchemaPlanner.Plan(roundtrip.Catalog, new SchemaPlanOptions { TargetVersion = 150000 });

        Assert.Contains(new QualifiedName("public", "limits"), Assert.Single(plan.Objects, made => made.Kind == "check").NeedsData);
    }

    [Fact]
    public async Task And_of_one_whose_name_has_dollar_signs()
    {
        await using var roundtrip = await SchemaRoundtrip.OfAsync("""
            CREATE TABLE a$b$c (most int);
            CREATE FUNCTION most() RETURNS int LANGUAGE sql AS 'SELECT most FROM a$b$c;';
            CREATE TABLE checked (id int CHECK (id <= most()));
            """);
        await roundtrip.ReadAsync();

        var plan = SchemaPlanner.Plan(roundtrip.Catalog, new SchemaPlanOptions { TargetVersion = 150000 });

        Assert.Contains(new QualifiedName("public", "a$b$c"), Assert.Single(plan.Objects, made => made.Kind == "check").NeedsData);
    }

    [Theory]
    [InlineData("$function$SELECT f() FROM a$function$", true)]
    [InlineData("$$a.f()$$", true)]
    [InlineData("$function$SELECT a$b FROM b$a$function$", false)]
    [InlineData("$a$SELECT 1$a$", false)]
    public void The_old_name_of_a_schema_is_found_beside_a_dollar_quote(string text, bool isFound) =>
        Assert.Equal(isFound, OldName.IsIn(text, "a"));
}
