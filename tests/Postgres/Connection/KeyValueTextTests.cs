using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;

namespace ActorMigrate.Postgres.Tests.Connection;

public sealed class KeyValueTextTests
{
    [Theory]
    [InlineData("host=h port=6000 dbname=d user=u password=p", "h:6000/d", "u", "p")]
    [InlineData("  host = h   dbname\n=\td  ", "h:5432/d", "ann", null)]
    [InlineData("dbname='my db' user='o\\'hara' password='a\\\\b c'", "localhost:5432/my db", "o'hara", @"a\b c")]
    [InlineData(@"dbname=my\ db password=a\'b", "localhost:5432/my db", "ann", "a'b")]
    [InlineData("dbname=d password=''", "localhost:5432/d", "ann", null)]
    [InlineData("dbname=d password=x;y=z", "localhost:5432/d", "ann", "x;y=z")]
    [InlineData("dbname='d;x=y' password=p", "localhost:5432/d;x=y", "ann", "p")]
    [InlineData("dbname=d password=x=y", "localhost:5432/d", "ann", "x=y")]
    [InlineData("host=a,b port=1,2 dbname=d", "a:1,b:2/d", "ann", null)]
    [InlineData("host=a,b port=7 dbname=d", "a:7,b:7/d", "ann", null)]
    [InlineData("host=/tmp dbname=d", "/tmp:5432/d", "ann", null)]
    [InlineData("hostaddr=::1 dbname=d", "[::1]:5432/d", "ann", null)]
    [InlineData("host=name hostaddr=10.0.0.1 dbname=d", "name:5432/d", "ann", null)]
    [InlineData("host=a host=b dbname=d", "b:5432/d", "ann", null)]
    [InlineData("just-a-name", "localhost:5432/just-a-name", "ann", null)]
    [InlineData("two words", "localhost:5432/two words", "ann", null)]
    public void Pairs_are_read_as_libpq_reads_them(string text, string described, string user, string? password)
    {
        var connection = new FakeEnvironment().Parse(text);

        Assert.Equal(described, connection.Describe());
        Assert.Equal(user, connection.User);
        Assert.Equal(password, connection.PasswordFor(connection.Hosts[0])?.Reveal());
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("password='SECRET")]
    [InlineData("host=h password=a SECRET")]
    [InlineData("host=h =SECRET")]
    [InlineData("host=h password=a SECRET more=b")]
    [InlineData("host=h password=a SE-CRET=b")]
    [InlineData("host=a,b hostaddr=10.0.0.1")]
    [InlineData("hostaddr=not-an-address")]
    [InlineData("host=h port=abc")]
    [InlineData("host=h connect_timeout=soon")]
    [InlineData("host=h;password=SECRET;dbname=d")]
    [InlineData("Host=h;Username=u;Password=SECRET")]
    [InlineData("dbname=d;Pwd = SECRET")]
    public void Malformed_pairs_are_bad_usage_that_shows_no_password(string text)
    {
        var refused = Assert.Throws<RefusedException>(() => new FakeEnvironment().Parse(text));

        Assert.Equal(Outcome.BadUsage, refused.Outcome);
        Assert.DoesNotContain("SE", refused.Message + refused.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_parameter_is_named_with_the_nearest_one()
    {
        var refused = Assert.Throws<RefusedException>(() => new FakeEnvironment().Parse("host=h sslmod=require"));

        Assert.Contains("\"sslmod\"", refused.Message, StringComparison.Ordinal);
        Assert.Contains("\"sslmode\"", refused.Remedy, StringComparison.Ordinal);
    }
}
