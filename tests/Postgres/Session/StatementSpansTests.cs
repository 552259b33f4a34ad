using ActorMigrate.Postgres.Session;

namespace ActorMigrate.Postgres.Tests.Session;

public class StatementSpansTests
{
    [Theory]
    [InlineData("SELECT 'secret'", "SELECT")]
    [InlineData("-- Why.\n-- More.\nWITH a AS (SELECT 1) SELECT", "WITH")]
    [InlineData("  copy (SELECT 1) TO STDOUT", "COPY")]
    [InlineData("CREATE INDEX secret ON t (a)", "CREATE INDEX")]
    [InlineData("CREATE USER MAPPING FOR a SERVER b OPTIONS (password 'secret')", "CREATE USER")]
    [InlineData("ALTER TABLE secret ADD", "ALTER TABLE")]
    [InlineData("SET secret = 1", "SET")]
    [InlineData("CREATE \"secret\"", "CREATE")]
    [InlineData("(SELECT 1)", "statement")]
    [InlineData("", "statement")]
    public void A_statement_is_named_by_what_it_does(string statement, string name) => Assert.Equal(name, StatementSpans.NameOf(statement));
}
