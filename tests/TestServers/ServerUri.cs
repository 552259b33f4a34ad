using System.Globalization;
using Npgsql;

namespace ActorMigrate.TestServers;

/// <summary>A libpq URI as the tests need it: one host, with user, password, database and sslmode. It is apart from the product's
/// own parser, which the tests are there to doubt.</summary>
internal sealed record ServerUri(string Host, int Port, string User, string? Password, string Database, string? SslMode)
{
    public static ServerUri Parse(string text)
    {
        var uri = new Uri(text);
        var user = uri.UserInfo.Split(':', 2);
        var sslMode = uri.Query.TrimStart('?').Split('&').FirstOrDefault(p => p.StartsWith("sslmode=", StringComparison.Ordinal));
        return new ServerUri(
            uri.Host,
            uri.Port > 0 ? uri.Port : 5432,
            user[0].Length > 0 ? Uri.UnescapeDataString(user[0]) : "postgres",
            user.Length > 1 ? Uri.UnescapeDataString(user[1]) : null,
            uri.AbsolutePath.Length > 1 ? Uri.UnescapeDataString(uri.AbsolutePath[1..]) : "postgres",
            sslMode?["sslmode=".Length..]);
    }

    public ServerUri WithDatabase(string database) => this with { Database = database };

    public ServerUri WithoutPassword() => this with { Password = null };

    public string ConnectionString(bool pooled = false) => new NpgsqlConnectionStringBuilder
    {
        Host = Host.Trim('[', ']'),
        Port = Port,
        Username = User,
        Password = Password,
        Database = Database,
        Pooling = pooled,
        GssEncryptionMode = GssEncryptionMode.Disable,
        SslMode = Enum.Parse<SslMode>((SslMode ?? "prefer").Replace("-", "", StringComparison.Ordinal), ignoreCase: true),
        IncludeErrorDetail = true,
    }.ConnectionString;

    public override string ToString()
    {
        var password = Password is null ? "" : ":" + Uri.EscapeDataString(Password);
        var sslMode = SslMode is null ? "" : "?sslmode=" + SslMode;
        var port = Port.ToString(CultureInfo.InvariantCulture);
        return $"postgresql://{Uri.EscapeDataString(User)}{password}@{Host}:{port}/{Uri.EscapeDataString(Database)}{sslMode}";
    }
}
