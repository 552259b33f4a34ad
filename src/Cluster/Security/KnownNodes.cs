using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using ActorMigrate.Migration;
using Akka.Event;

namespace ActorMigrate.Cluster.Security;

/// <summary>Decides whose connections a node accepts: those of certificates whose fingerprints are in living rows of the ledger. So
/// a process that may write the control schema may join, and no other.</summary>
/// <param name="read">Reads the fingerprints of the living nodes.</param>
/// <param name="time">Local time, for the bounds below only.</param>
public sealed class KnownNodes(Func<CancellationToken, Task<IReadOnlyCollection<string>>> read, TimeProvider time)
{
    private static readonly TimeSpan ReadsEvery = TimeSpan.FromMilliseconds(250);

    private readonly Lock gate = new();
    private IReadOnlyCollection<string> known = [];
    private long? readBegan;

    /// <summary>Decides on one peer. Runs on the transport's thread at each handshake, before anything of the peer is read.</summary>
    public bool Accepts(X509Certificate2? certificate, X509Chain? chain, string remote, SslPolicyErrors errors, ILoggingAdapter log)
    {
        ArgumentNullException.ThrowIfNull(log);
        if (certificate is null)
            return false;
        var fingerprint = NodeCertificate.FingerprintOf(certificate);
        if (Living(fingerprint).Contains(fingerprint))
            return true;
        log.Warning("A connection with {0} was refused: its certificate {1} is that of no living node.", remote, fingerprint[..16]);
        return false;
    }

    /// <summary>Returns the fingerprints that the ledger holds now, or the last ones that were read when it does not answer. Simultaneous
    /// handshakes share one read, which must begin after them: a node registers before it connects, so that an older answer might lack
    /// it.</summary>
    private IReadOnlyCollection<string> Living(string wanted)
    {
        var arrived = time.GetTimestamp();
        lock (gate)
        {
            if (readBegan is { } recent && time.GetElapsedTime(recent) < ReadsEvery && known.Contains(wanted))
                return known;
            if (readBegan >= arrived)
                return known;
            readBegan = time.GetTimestamp();
            try
            {
                using var bounded = new CancellationTokenSource(Timeouts.Fingerprints, time);
                known = Task.Run(() => read(bounded.Token)).WaitAsync(Timeouts.Fingerprints, time).GetAwaiter().GetResult();
            }
            catch (Exception away) when (away is not OutOfMemoryException)
            {
                // The last answer holds: nodes that know each other reconnect while the target is away.
            }

            return known;
        }
    }
}
