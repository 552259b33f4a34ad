using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;
using ActorMigrate.Postgres.Connection;
using ActorMigrate.Postgres.LocalServers;
using ActorMigrate.Postgres.Session;
using ActorMigrate.Postgres.Tests.Connection;
using ActorMigrate.TestServers;

namespace ActorMigrate.Postgres.Tests.Session;

/// <summary>A certificate authority made for one test run.</summary>
internal sealed class Authority : IDisposable
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UtcNow.AddHours(-1);
    private readonly X509Certificate2 _certificate;

    public Authority(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _certificate = request.CreateSelfSigned(Start, Start.AddDays(1));
    }

    public string Pem => _certificate.ExportCertificatePem();

    public (string Certificate, string Key, ECDsa Secret) Issue(string commonName, params string[] names)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={commonName}", key, HashAlgorithmName.SHA256);
        var alternatives = new SubjectAlternativeNameBuilder();
        foreach (var name in names)
        {
            if (IPAddress.TryParse(name, out var address))
                alternatives.AddIpAddress(address);
            else
                alternatives.AddDnsName(name);
        }

        if (names.Length > 0)
            request.CertificateExtensions.Add(alternatives.Build());
        using var certificate = request.Create(_certificate, Start, Start.AddHours(20), RandomNumberGenerator.GetBytes(8));
        return (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem(), key);
    }

    public void Dispose() => _certificate.Dispose();
}

/// <summary>A server with TLS whose certificate names 127.0.0.1 and db.example.test; role <c>cert</c> logs in by client certificate,
/// role <c>plain</c> only without TLS, role <c>tls</c> only with.</summary>
[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class TlsServerFixture : IAsyncLifetime
{
    private readonly Authority _authority = new("The right one");
    private readonly Authority _stranger = new("A stranger");

    public LocalServer Server { get; private set; } = null!;

    public string Folder { get; } = Directory.CreateTempSubdirectory("actormigrate-tls-").FullName;

    public string FileOf(string name) => Path.Combine(Folder, name);

    public async Task InitializeAsync()
    {
        Server = await TestServer.StartOwnAsync();
        var (certificate, key, _) = _authority.Issue("server", "127.0.0.1", "db.example.test");
        await WriteAsync(Path.Combine(Server.DataFolder, "server.crt"), certificate);
        await WriteAsync(Path.Combine(Server.DataFolder, "server.key"), key);
        await WriteAsync(Path.Combine(Server.DataFolder, "ca.crt"), _authority.Pem);
        await WriteAsync(FileOf("root.crt"), _authority.Pem);
        await WriteAsync(FileOf("stranger.crt"), _stranger.Pem);
        await WriteAsync(FileOf("empty.crt"), "nothing\n");
        await WriteClientAsync();
        await using var database = new Database(Sessions.Connection(Server.Uri, "target"), Side.Target);
        await using (var session = await database.OpenAsync(SessionPurpose.Schema, CancellationToken.None))
        {
            await session.ExecuteAsync(
                "CREATE ROLE cert LOGIN; CREATE ROLE plain LOGIN PASSWORD 'pw'; CREATE ROLE tls LOGIN PASSWORD 'pw'");
            await session.ExecuteAsync("ALTER SYSTEM SET ssl = on");
            await session.ExecuteAsync("ALTER SYSTEM SET ssl_ca_file = 'ca.crt'");
        }

        var hba = Path.Combine(Server.DataFolder, "pg_hba.conf");
        await File.WriteAllTextAsync(
            hba, "hostssl all cert all cert\nhostnossl all plain all scram-sha-256\nhostssl all plain all reject\nhostssl all tls all "
                + "scram-sha-256\nhostnossl all tls all reject\n"
            + await File.ReadAllTextAsync(hba));
        await Server.RestartAsync();
    }

    public async Task DisposeAsync()
    {
        await Server.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
        _authority.Dispose();
        _stranger.Dispose();
    }

    private async Task WriteClientAsync()
    {
        var (certificate, key, secret) = _authority.Issue("cert");
        using (secret)
        {
            await WriteAsync(FileOf("client.crt"), certificate);
            await WriteAsync(FileOf("client.key"), key);
            var parameters = new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000);
            await WriteAsync(FileOf("locked.key"), secret.ExportEncryptedPkcs8PrivateKeyPem("opensesame", parameters));
        }
    }

    // As the owner of what is there already, which is the account that the server runs as.
    private static async Task WriteAsync(string path, string text)
    {
        await File.WriteAllTextAsync(path, text);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        if (Environment.IsPrivilegedProcess)
            await ClientProgram.RunAsync("chown", ["--reference", Path.GetDirectoryName(path)!, path]);
    }
}

[System.Runtime.Versioning.UnsupportedOSPlatform("windows")]
public sealed class TlsTests(TlsServerFixture fixture) : IClassFixture<TlsServerFixture>
{
    private string Tls => $"host=127.0.0.1 port={fixture.Server.Port} dbname=postgres user=tls password=pw";

    private string Plain => $"host=127.0.0.1 port={fixture.Server.Port} dbname=postgres user=plain password=pw";

    private string Certificate => $"host=127.0.0.1 port={fixture.Server.Port} dbname=postgres user=cert";

    [Theory]
    [InlineData("prefer", true)]
    [InlineData("allow", false)]
    [InlineData("disable", false)]
    [InlineData("require", true)]
    public async Task Each_mode_takes_what_it_prefers(string mode, bool encrypted)
    {
        var uri = new Uri(fixture.Server.Uri);

        Assert.Equal(
            encrypted,
            await IsEncryptedAsync(
                $"host=127.0.0.1 port={fixture.Server.Port} user=postgres "
                    + $"password={uri.UserInfo.Split(':')[1]} dbname=postgres sslmode={mode}"));
    }

    [Fact]
    public async Task Allow_turns_to_tls_where_the_server_insists() => Assert.True(await IsEncryptedAsync($"{Tls} sslmode=allow"));

    [Fact]
    public async Task Prefer_turns_to_plain_where_the_server_insists() => Assert.False(await IsEncryptedAsync($"{Plain} sslmode=prefer"));

    [Theory]
    [InlineData("verify-ca")]
    [InlineData("verify-full")]
    [InlineData("require")]
    public async Task A_certificate_of_the_trusted_authority_is_accepted(string mode) =>
        Assert.True(await IsEncryptedAsync($"{Tls} sslmode={mode} sslrootcert={fixture.FileOf("root.crt")}"));

    [Theory]
    [InlineData("verify-ca")]
    [InlineData("verify-full")]
    [InlineData("require")]
    public async Task A_certificate_of_a_stranger_is_refused(string mode)
    {
        var refused = await RefusedAsync($"{Tls} sslmode={mode} sslrootcert={fixture.FileOf("stranger.crt")}");

        Assert.Contains("TLS handshake failed", refused.Message, StringComparison.Ordinal);
        Assert.Contains("sslrootcert", refused.Remedy, StringComparison.Ordinal);
        Assert.Equal(FailureClass.Fatal, SqlStates.Classify(refused).Class);
    }

    [Fact]
    public async Task The_systems_authorities_do_not_vouch_for_a_private_one() =>
        await RefusedAsync($"{Tls} sslrootcert=system");

    [Fact]
    public async Task Only_verify_full_looks_at_the_name()
    {
        var elsewhere =
            $"host=elsewhere.test hostaddr=127.0.0.1 port={fixture.Server.Port} dbname=postgres user=tls password=pw "
                + $"sslrootcert={fixture.FileOf("root.crt")}";

        Assert.True(await IsEncryptedAsync($"{elsewhere} sslmode=verify-ca"));
        await RefusedAsync($"{elsewhere} sslmode=verify-full");
    }

    [Fact]
    public async Task The_name_that_is_checked_is_the_hosts_and_not_the_addresss() =>
        Assert.True(
            await IsEncryptedAsync(
                $"host=db.example.test hostaddr=127.0.0.1 port={fixture.Server.Port} dbname=postgres user=tls password=pw "
                    + $"sslmode=verify-full sslrootcert={fixture.FileOf("root.crt")}"));

    [Fact]
    public async Task A_client_certificate_logs_in() =>
        Assert.True(await IsEncryptedAsync(
            $"{Certificate} sslmode=require sslcert={fixture.FileOf("client.crt")} sslkey={fixture.FileOf("client.key")}"));

    [Fact]
    public async Task A_locked_key_is_opened_by_its_password() =>
        Assert.True(
            await IsEncryptedAsync(
                $"{Certificate} sslmode=require "
                    + $"sslcert={fixture.FileOf("client.crt")} sslkey={fixture.FileOf("locked.key")} sslpassword=opensesame"));

    [Fact]
    public async Task Without_the_client_certificate_that_is_asked_for_the_role_is_refused() =>
        await RefusedAsync(
            $"{Certificate} sslmode=require sslcertmode=disable "
                + $"sslcert={fixture.FileOf("client.crt")} sslkey={fixture.FileOf("client.key")}");

    [Theory]
    [InlineData("sslcert={folder}/nowhere.crt sslkey={folder}/client.key")]
    [InlineData("sslcert={folder}/client.crt sslkey={folder}/empty.crt")]
    [InlineData("sslcert={folder}/client.crt sslkey={folder}/locked.key sslpassword=WRONG")]
    public async Task A_client_certificate_that_cannot_be_read_is_named_as_the_cause(string settings)
    {
        var refused =
            await RefusedAsync($"{Certificate} sslmode=require {settings.Replace("{folder}", fixture.Folder, StringComparison.Ordinal)}");

        Assert.Contains("client certificate", refused.Message, StringComparison.Ordinal);
        Assert.Contains("sslkey", refused.Remedy, StringComparison.Ordinal);
        Assert.DoesNotContain("WRONG", refused.ToString(), StringComparison.Ordinal);
        Assert.Equal(FailureClass.Fatal, SqlStates.Classify(refused).Class);
    }

    [Fact]
    public async Task Channel_binding_can_be_required() =>
        Assert.True(await IsEncryptedAsync($"{Tls} sslmode=require channel_binding=require"));

    [Theory]
    [InlineData("TLSv1.2")]
    [InlineData("TLSv1.3")]
    public async Task The_protocols_version_can_be_fixed(string version) =>
        Assert.Equal(version, await ScalarAsync<string>(
            $"{Tls} sslmode=require ssl_min_protocol_version={version} ssl_max_protocol_version={version}",
            "SELECT version FROM pg_catalog.pg_stat_ssl WHERE pid = pg_catalog.pg_backend_pid()"));

    [Theory]
    [InlineData("sslmode=verify-full", "root.crt")]
    [InlineData("sslmode=verify-ca sslrootcert=/nowhere/root.crt", "/nowhere/root.crt")]
    [InlineData("sslmode=verify-ca sslrootcert={folder}/empty.crt", "holds no certificate")]
    [InlineData("sslmode=require sslrootcert=system", "sslmode")]
    public void Files_that_verification_needs_are_read_before_connecting(string settings, string cause)
    {
        var environment = ConnectionEnvironment.OfProcess() with { HomeFolder = "/nowhere", Variable = _ => null };

        var refused = Assert.Throws<RefusedException>(() => ServerConnection.Parse(
            $"{Tls} {settings.Replace("{folder}", fixture.Folder, StringComparison.Ordinal)}", "source", environment));

        Assert.Equal(Outcome.BadUsage, refused.Outcome);
        Assert.Contains(cause, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_home_folders_root_certificate_makes_require_verify()
    {
        var environment = new FakeEnvironment().WithFile("/home/ann/.postgresql/root.crt", File.ReadAllText(fixture.FileOf("root.crt")));

        Assert.Equal(TlsMode.VerifyCa, environment.Parse("host=h sslmode=require").Tls.Mode);
        Assert.Equal(TlsMode.Prefer, environment.Parse("host=h").Tls.Mode);
    }

    private static Database Open(string text) =>
        new(ServerConnection.Parse(
            text, "source", ConnectionEnvironment.OfProcess() with { HomeFolder = null, Variable = _ => null }), Side.Source);

    private static Task<bool> IsEncryptedAsync(string text) =>
        ScalarAsync<bool>(text, "SELECT ssl FROM pg_catalog.pg_stat_ssl WHERE pid = pg_catalog.pg_backend_pid()");

    private static async Task<T> ScalarAsync<T>(string text, string query)
    {
        await using var database = Open(text);
        await using var session = await database.OpenAsync(SessionPurpose.Preflight, CancellationToken.None);
        return await session.ScalarAsync<T>(query);
    }

    private static async Task<RefusedException> RefusedAsync(string text)
    {
        await using var database = Open(text);
        return await Assert.ThrowsAsync<RefusedException>(() => database.OpenAsync(SessionPurpose.Preflight, CancellationToken.None));
    }
}
