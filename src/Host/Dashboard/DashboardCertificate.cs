using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ActorMigrate.Host.Settings;
using ActorMigrate.Migration;
using ActorMigrate.Migration.Failures;

namespace ActorMigrate.Host.Dashboard;

/// <summary>The certificate of a dashboard, with those that it was issued by.</summary>
internal sealed record DashboardCertificate(X509Certificate2 Own, X509Certificate2Collection Issuers)
{
    /// <summary>Reads it, or returns null where none is given. Throws <see cref="RefusedException"/> where a file cannot be read, holds no
    /// certificate, or its key is not the certificate's.</summary>
    public static DashboardCertificate? Read(DashboardOptions options)
    {
        if (options.CertificateFile is not { } file)
        {
            return options.KeyFile is { } key
                ? throw new RefusedException(
                    Outcome.BadUsage, $"A key is given for the dashboard, {key}, but no certificate.",
                    "Give --dashboard-certificate-file, too.")
                : null;
        }

        try
        {
            using var read = X509Certificate2.CreateFromPemFile(file, options.KeyFile ?? file);
            var all = new X509Certificate2Collection();
            all.ImportFromPemFile(file);
            var issuers = new X509Certificate2Collection(all.Where(one => one.Thumbprint != read.Thumbprint).ToArray());
            // Windows takes a key for a connection only from such a container.
            return new DashboardCertificate(X509CertificateLoader.LoadPkcs12(read.Export(X509ContentType.Pkcs12), null), issuers);
        }
        catch (Exception wrong) when (wrong is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            var files = options.KeyFile is { } key ? $"{file} and {key}" : file;
            throw new RefusedException(
                Outcome.BadUsage, $"The dashboard's certificate cannot be taken from {files}: {wrong.Message}",
                "Give the certificate and its key in PEM, the key without a passphrase, and readable for the role of this process.", wrong);
        }
    }
}
