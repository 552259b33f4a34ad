using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ActorMigrate.Cluster.Security;

namespace ActorMigrate.Cluster.Tests.Security;

public sealed class NodeCertificateTests
{
    [Fact]
    public void Each_node_has_a_key_of_its_own_on_the_curve_P_256()
    {
        using var one = NodeCertificate.Create(TimeProvider.System);
        using var other = NodeCertificate.Create(TimeProvider.System);
        using var key = one.GetECDsaPrivateKey()!;

        Assert.Equal(256, key.KeySize);
        Assert.NotEqual(NodeCertificate.FingerprintOf(one), NodeCertificate.FingerprintOf(other));
    }

    [Fact]
    public void It_holds_before_and_long_after_it_is_made_since_clocks_differ()
    {
        using var certificate = NodeCertificate.Create(TimeProvider.System);

        Assert.True(certificate.NotBefore < DateTime.Now.AddHours(-23));
        Assert.True(certificate.NotAfter > DateTime.Now.AddDays(360));
    }

    [Fact]
    public void Its_fingerprint_is_the_hash_of_its_public_bytes()
    {
        using var certificate = NodeCertificate.Create(TimeProvider.System);
        using var sent = X509CertificateLoader.LoadCertificate(certificate.Export(X509ContentType.Cert));

        Assert.Equal(Convert.ToHexString(SHA256.HashData(sent.RawData)), NodeCertificate.FingerprintOf(certificate));
        Assert.Equal(NodeCertificate.FingerprintOf(certificate), NodeCertificate.FingerprintOf(sent));
        Assert.False(sent.HasPrivateKey);
    }
}
