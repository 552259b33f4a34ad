using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ActorMigrate.Host.Tests.Dashboard;

/// <summary>A certificate of this machine's loopback address, issued by an authority that only the test trusts, in files.</summary>
internal sealed class CertificateFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("actormigrate-tls-");
    private readonly X509Certificate2 _authority;

    public CertificateFolder()
    {
        var from = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var until = from.AddYears(100);
        using var authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var authority = new CertificateRequest("CN=authority of a test", authorityKey, HashAlgorithmName.SHA256);
        authority.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _authority = authority.CreateSelfSigned(from, until);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=dashboard", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(System.Net.IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var own = request.Create(_authority, from, until, [1, 2, 3, 4]);
        (Certificate, Key) = (Path.Combine(_folder.FullName, "tls.crt"), Path.Combine(_folder.FullName, "tls.key"));
        File.WriteAllText(Certificate, own.ExportCertificatePem() + "\n" + _authority.ExportCertificatePem() + "\n");
        File.WriteAllText(Key, key.ExportPkcs8PrivateKeyPem() + "\n");
    }

    public string Certificate { get; }

    public string Key { get; }

    /// <summary>Returns the number of certificates that the server sent.</summary>
    public int Sent { get; private set; }

    /// <summary>Trusts the authority of the test alone.</summary>
    public bool IsTrusted(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        Sent = chain!.ChainPolicy.ExtraStore.Count + 1;
        using var own = new X509Chain();
        own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        own.ChainPolicy.CustomTrustStore.Add(_authority);
        return !errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) && own.Build((X509Certificate2)certificate!);
    }

    public void Dispose()
    {
        _authority.Dispose();
        _folder.Delete(recursive: true);
    }
}
