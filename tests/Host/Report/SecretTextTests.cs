using ActorMigrate.Host.Report;

namespace ActorMigrate.Host.Tests.Report;

public class SecretTextTests
{
    [Theory]
    [InlineData("cannot reach postgresql://u:s3cret@h:5432/db?sslmode=require now",
        "cannot reach postgresql://u:***@h:5432/db?sslmode=require now")]
    [InlineData("postgres://u:p%40ss@w0rd@h/db", "postgres://u:***@h/db")]
    [InlineData("postgres://:s3cret@/db", "postgres://:***@/db")]
    [InlineData("host=h password=s3cret dbname=b", "host=h password=*** dbname=b")]
    [InlineData(@"host=h password = 'a \' b' dbname=b", "host=h password = *** dbname=b")]
    [InlineData("connect to postgresql://h/db?user=u&password=s3cret&x=1", "connect to postgresql://h/db?user=u&password=***&x=1")]
    [InlineData("PGPASSWORD=s3cret; sslpassword=other", "PGPASSWORD=***; sslpassword=***")]
    [InlineData("CREATE SUBSCRIPTION s CONNECTION 'host=h password=s3cret' PUBLICATION p",
        "CREATE SUBSCRIPTION s CONNECTION 'host=h password=***' PUBLICATION p")]
    [InlineData("relation \"public.password_reset\" at 10:30 has no column password",
        "relation \"public.password_reset\" at 10:30 has no column password")]
    [InlineData("see https://example.com:8080/a@b", "see https://example.com:8080/a@b")]
    public void A_password_in_a_message_is_hidden_and_the_rest_stays(string text, string shown) =>
        Assert.Equal(shown, SecretText.Hidden(text));

    [Fact]
    public void No_text_stays_none() => Assert.Null(SecretText.Hidden(null));
}
