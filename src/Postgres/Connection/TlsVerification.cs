using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ActorMigrate.Postgres.Connection;

/// <summary>Checks the server's certificate as libpq's verify-ca and verify-full do. Npgsql's own check is not used: it reads its roots
/// from the process's environment and cannot tell the name to check from the address to connect to.</summary>
internal sealed class TlsVerification(TlsSettings tls, ServerHost host)
{
    private static readonly Oid ServerAuthentication = new("1.3.6.1.5.5.7.3.1");

    /// <summary>Puts the settings into the handshake's options.</summary>
    public void Configure(SslClientAuthenticationOptions options)
    {
        options.TargetHost = host.Name;
        options.EnabledSslProtocols = tls.AllowedProtocols;
        if (tls.NoCertificate)
            options.ClientCertificates = null;
        else if (tls.KeyPassword is not null)
            options.ClientCertificates = [X509Certificate2.CreateFromEncryptedPemFile(tls.Certificate!, tls.KeyPassword.Reveal(), tls.Key)];
        if (tls.Verifies)
            options.RemoteCertificateValidationCallback = Verify;
    }

    private bool Verify(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (certificate is not X509Certificate2 server)
            return false;
        var named = tls.Mode != TlsMode.VerifyFull || server.MatchesHostname(host.Name, allowWildcards: true, allowCommonName: true);
        return named && (tls.Roots is null ? (errors & SslPolicyErrors.RemoteCertificateChainErrors) == 0 : SignedByRoots(server, chain));
    }

    private bool SignedByRoots(X509Certificate2 server, X509Chain? presented)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(tls.Roots!);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.ApplicationPolicy.Add(ServerAuthentication);
        if (presented is not null)
            chain.ChainPolicy.ExtraStore.AddRange(presented.ChainPolicy.ExtraStore);
        return chain.Build(server);
    }
}
