using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Postgres.Connection;

namespace ActorMigrate.Postgres.Tests.Connection;

/// <summary>The forms of the PostgreSQL manual, 34.1.1.2, and of libpq's own URI tests.</summary>
public sealed class ConnectionUriTests
{
    [Theory]
    [InlineData("postgresql://", "localhost:5432/ann", "ann", null)]
    [InlineData("postgres://", "localhost:5432/ann", "ann", null)]
    [InlineData("postgresql://host", "host:5432/ann", "ann", null)]
    [InlineData("postgresql://host:6000", "host:6000/ann", "ann", null)]
    [InlineData("postgresql://host:/db", "host:5432/db", "ann", null)]
    [InlineData("postgresql://host/db", "host:5432/db", "ann", null)]
    [InlineData("postgresql:///db", "localhost:5432/db", "ann", null)]
    [InlineData("postgresql://bob@host", "host:5432/bob", "bob", null)]
    [InlineData("postgresql://bob:secret@host/db", "host:5432/db", "bob", "secret")]
    [InlineData("postgresql://bob:@host/db", "host:5432/db", "bob", null)]
    [InlineData("postgresql://:secret@host/db", "host:5432/db", "ann", "secret")]
    [InlineData("postgresql://@host/db", "host:5432/db", "ann", null)]
    [InlineData("postgresql://bob:a:b@host/db", "host:5432/db", "bob", "a:b")]
    [InlineData("postgresql://bob:a?b=c&d@host/db", "host:5432/db", "bob", "a?b=c&d")]
    [InlineData("postgresql://b%6Fb:p%40%2F%3A%25%20%C3%BC@h%6Fst:54%332/d%2Fb%3F", "host:5432/d/b?", "bob", "p@/:% ü")]
    [InlineData("postgresql://ü:ß@host/œ", "host:5432/œ", "ü", "ß")]
    [InlineData("postgresql://[::1]:6000/db", "[::1]:6000/db", "ann", null)]
    [InlineData("postgresql://bob@[2001:db8::1]/db", "[2001:db8::1]:5432/db", "bob", null)]
    [InlineData("postgresql://[::1]", "[::1]:5432/ann", "ann", null)]
    [InlineData("postgresql://[fe80::1%25eth0]/db", "[fe80::1%eth0]:5432/db", "ann", null)]
    [InlineData("postgresql://a,b/db", "a:5432,b:5432/db", "ann", null)]
    [InlineData("postgresql://a:1,b:2/db", "a:1,b:2/db", "ann", null)]
    [InlineData("postgresql://a:1,b/db", "a:1,b:5432/db", "ann", null)]
    [InlineData("postgresql://[::1]:1,[::2]:2/db", "[::1]:1,[::2]:2/db", "ann", null)]
    [InlineData("postgresql://%2Fvar%2Frun%2Fpostgresql/db", "/var/run/postgresql:5432/db", "ann", null)]
    [InlineData("postgresql://%2ftmp:6000/db", "/tmp:6000/db", "ann", null)]
    [InlineData("postgresql:///db?host=/tmp&port=6000", "/tmp:6000/db", "ann", null)]
    [InlineData("postgresql://?host=h&port=6000&dbname=d&user=u&password=p", "h:6000/d", "u", "p")]
    [InlineData("postgresql://host/db?user=bob&password=a%26b%3D", "host:5432/db", "bob", "a&b=")]
    [InlineData("postgresql://bob@host/db?user=eve", "host:5432/db", "eve", null)]
    [InlineData("postgresql://bob:x@host?", "host:5432/bob", "bob", "x")]
    public void A_uri_is_read_as_libpq_reads_it(string uri, string described, string user, string? password)
    {
        var connection = new FakeEnvironment().Parse(uri);

        Assert.Equal(described, connection.Describe());
        Assert.Equal(user, connection.User);
        Assert.Equal(password, connection.PasswordFor(connection.Hosts[0])?.Reveal());
    }

    [Theory]
    [InlineData("postgresql://host:SECRET/db", "port")]
    [InlineData("postgresql://bob:p@SECRET@host/db", "@")]
    [InlineData("postgresql://bob:p/SECRET@host/db", "@")]
    [InlineData("postgresql://bob:12/SECRET@host/db", "@")]
    [InlineData("postgresql://[::1/db", "[")]
    [InlineData("postgresql://[]/db", "[]")]
    [InlineData("postgresql://[::1]z/db", "]")]
    [InlineData("postgresql://bob:SECRET%zz@host/db", "%")]
    [InlineData("postgresql://bob:SECRET%4@host/db", "%")]
    [InlineData("postgresql://bob:SECRET%00@host/db", "%00")]
    [InlineData("postgresql://bob:SECRET%ff@host/db", "UTF-8")]
    [InlineData("postgresql://host/db?sslmode", "without a value")]
    [InlineData("postgresql://host/db?password=SECRET=", "second =")]
    [InlineData("postgresql://host/db?password=x&SECRET%20=y", "not a connection parameter")]
    [InlineData("postgresql://host:0/db", "port")]
    [InlineData("postgresql://host:65536/db", "port")]
    [InlineData("postgresql://a,b,c/db?port=1,2", "port")]
    public void A_malformed_uri_is_bad_usage_that_shows_no_password(string uri, string cause)
    {
        var refused = Assert.Throws<RefusedException>(() => new FakeEnvironment().Parse(uri));

        Assert.Equal(Outcome.BadUsage, refused.Outcome);
        Assert.Contains(cause, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", refused.ToString() + refused.Remedy, StringComparison.Ordinal);
        Assert.NotEmpty(refused.Remedy);
    }

    [Theory]
    [InlineData("mysql://bob:SECRET@host/db")]
    [InlineData("jdbc:postgresql://bob:SECRET@host/db")]
    [InlineData("Postgres://bob:SECRET@host/db")]
    public void Another_scheme_is_named(string uri)
    {
        var refused = Assert.Throws<RefusedException>(() => new FakeEnvironment().Parse(uri));

        Assert.Contains(uri[..uri.IndexOf("://", StringComparison.Ordinal)], refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("postgres:/bob:SECRET@host/db")]
    [InlineData("postgresql:bob:SECRET@host/db")]
    [InlineData("postgres//bob:SECRET@host/db")]
    public void A_scheme_without_its_slashes_is_no_name_of_a_database(string uri)
    {
        var refused = Assert.Throws<RefusedException>(() => new FakeEnvironment().Parse(uri));

        Assert.Equal(Outcome.BadUsage, refused.Outcome);
        Assert.Contains("without ://", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Ssl_true_is_taken_as_JDBC_writes_it() =>
        Assert.Equal(TlsMode.Require, new FakeEnvironment().Parse("postgresql://host/db?ssl=true").Tls.Mode);
}
