using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace ActorMigrate.Cluster.Security;

/// <summary>The certificate of one node: made when the process starts, with a private key that never leaves it. Other nodes know it by
/// its fingerprint, which is in the node's row of the ledger.</summary>
public static class NodeCertificate
{
    private static readonly TimeSpan Before = TimeSpan.FromDays(1);
    private static readonly TimeSpan After = TimeSpan.FromDays(365);

    /// <summary>Makes a certificate over a new P-256 key.</summary>
    public static X509Certificate2 Create(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=actormigrate", key, HashAlgorithmName.SHA256);
        return request.CreateSelfSigned(time.GetUtcNow() - Before, time.GetUtcNow() + After);
    }

    /// <summary>Returns the SHA-256 hash of a certificate, in upper-case hexadecimal digits.</summary>
    public static string FingerprintOf(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return certificate.GetCertHashString(HashAlgorithmName.SHA256);
    }
}
